// Writes what a floor has gathered, and reads what others may have changed: a few statements a VDN,
// whatever the number of its agents. What could not be written is put back and written later.
import { setTimeout as delay } from 'node:timers/promises';
import type { Millis, VdnId } from '../../core/units.ts';
import { addAgentIntervals } from '../../store/agents/agentIntervals.ts';
import { loadSkillsOf, saveAgentStates, saveWrapUps } from '../../store/agents/agentStates.ts';
import { addOffers, endOffers, postponeContacts } from '../../store/agents/offers.ts';
import { isShortage } from '../../store/database/storage.ts';
import { loadSettingsOf } from '../../store/tenants/vdns.ts';
import { Places } from '../places.ts';
import { leave } from './commands.ts';
import type { DeskDeps, Floor } from './floor.ts';
import { emptyLedger, isEmpty, type Ledger, putBack } from './ledger.ts';

/** Changes wait for company this long at most, in milliseconds of real time. */
const gatherMillis = 20;
/** After a failure the database is left alone for so long. */
const failureMillis = 1_000;
/** Skills and settings are read anew this often, in the clock's milliseconds. */
const refreshMillis = 5_000;

/** Floors that are written at once. */
const placesMax = 3;

/** Writes beside the passes, one write of a floor at a time, so that no limit waits for the database. */
export class DeskWriter {
  readonly #deps: DeskDeps;
  readonly #floors: ReadonlyMap<VdnId, Floor>;
  #timer: NodeJS.Timeout | null = null;
  readonly #writing = new Map<Floor, Promise<void>>();
  readonly #places = new Places(placesMax, 1);
  #refreshedAt: Millis | null = null;
  #refreshing: Promise<void> | null = null;
  #isClosed = false;
  readonly #failed = new WeakSet<Floor>();

  constructor(deps: DeskDeps, floors: ReadonlyMap<VdnId, Floor>) {
    this.#deps = deps;
    this.#floors = floors;
  }

  writeSoon(): void {
    if (this.#timer === null && !this.#isClosed) this.#timer = setTimeout(() => this.#write(), gatherMillis);
  }

  refreshWhenDue(now: Millis): void {
    if (this.#refreshing !== null || this.#isClosed) return;
    this.#refreshedAt ??= now;
    if (Math.abs(now - this.#refreshedAt) < refreshMillis) return;
    this.#refreshedAt = now;
    const used = [...this.#floors.values()].filter(
      (floor) => floor.seats.size > 0 || floor.waiting.skillOf.size > 0,
    );
    this.#refreshing = refresh(this.#deps, used)
      .catch((error: unknown) => {
        for (const floor of used) this.#note(error, floor);
      })
      .then(() => {
        this.#refreshing = null;
      });
  }

  /** Writes what is there and ends. Throws when the database is away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all([this.#refreshing, ...this.#writing.values()]);
    await this.#places.holdEach(this.#floors, (_vdnId, floor) => writeLedger(floor));
  }

  #write(): void {
    this.#timer = null;
    for (const floor of this.#floors.values())
      if (!isEmpty(floor.ledger) && !this.#writing.has(floor))
        this.#writing.set(floor, this.#writeFloor(floor));
  }

  /** A floor that could not be written rests for a moment; the others are written meanwhile. */
  async #writeFloor(floor: Floor): Promise<void> {
    try {
      await this.#places.hold(floor.vdnId, () => writeLedger(floor));
      this.#failed.delete(floor);
    } catch (error) {
      this.#note(error, floor);
      if (!this.#isClosed) await delay(failureMillis);
    }
    this.#writing.delete(floor);
    if (!isEmpty(floor.ledger)) this.writeSoon();
  }

  /** The first failure of a row is worth a line, the others are the same line again. */
  #note(error: unknown, floor: Floor): void {
    this.#deps.metrics.passFailures.inc({ worker: 'desk' });
    const { database, log } = this.#deps;
    const { vdnId } = floor;
    if (!isShortage(database, log, error) && !this.#failed.has(floor))
      log.error({ vdnId, err: error }, 'the desk could not write or read');
    this.#failed.add(floor);
  }
}

/** Writes everything gathered so far. Throws when the database is away; nothing is lost then. */
export async function writeLedger(floor: Floor): Promise<void> {
  if (isEmpty(floor.ledger)) return;
  const unwritten = floor.ledger;
  floor.ledger = emptyLedger();
  try {
    await writeStates(floor, unwritten);
    await writeOffers(floor, unwritten);
    await writeLog(floor, unwritten);
  } catch (error) {
    putBack(floor.ledger, unwritten);
    throw error;
  }
}

async function writeStates(floor: Floor, ledger: Ledger): Promise<void> {
  const ids = [...ledger.changed];
  const seats = ids.map((id) => floor.seats.get(id)).filter((seat) => seat !== undefined);
  const left = ids.filter((id) => !floor.seats.has(id));
  if (ids.length > 0) await saveAgentStates(floor.deps.database, floor.lease, seats, left);
  ledger.changed.clear();
}

/** Endings before beginnings: an agent has one open row at a time. */
async function writeOffers(floor: Floor, ledger: Ledger): Promise<void> {
  const { deps, vdnId } = floor;
  await endOffers(
    deps.database,
    vdnId,
    [...ledger.offers].filter((offer) => offer.isSaved),
  );
  const added = [...ledger.offers].filter((offer) => !offer.isSaved);
  await addOffers(deps.database, vdnId, added);
  for (const offer of added) offer.isSaved = true;
  ledger.offers.clear();
  await postponeContacts(
    deps.database,
    vdnId,
    ledger.postponed,
    ledger.postponed.map((contact) => contact.dueAt),
  );
  ledger.postponed = [];
}

async function writeLog(floor: Floor, ledger: Ledger): Promise<void> {
  const { deps, vdnId } = floor;
  if (ledger.wrapUps.length > 0) await saveWrapUps(deps.database, vdnId, ledger.wrapUps);
  ledger.wrapUps = [];
  if (ledger.intervals.length > 0) await addAgentIntervals(deps.database, vdnId, ledger.intervals);
  ledger.intervals = [];
}

/**
 * Reads settings and skills anew, of all floors at once: what was changed by whichever process takes effect
 * without a new sign-in, and who was deleted is signed out.
 */
async function refresh({ database, clock }: DeskDeps, floors: readonly Floor[]): Promise<void> {
  if (floors.length === 0) return;
  const settings = await loadSettingsOf(
    database,
    floors.map(({ vdnId }) => vdnId),
  );
  const seated = floors.flatMap((floor) =>
    [...floor.seats.keys()].map((agentId) => ({ floor, vdnId: floor.vdnId, agentId })),
  );
  const keyOf = (of: { readonly vdnId: VdnId; readonly agentId: string }): string =>
    `${of.vdnId}:${of.agentId}`;
  const known = new Map((await loadSkillsOf(database, seated)).map((agent) => [keyOf(agent), agent.skills]));
  const now = clock.now();
  for (const floor of floors) floor.settings = settings.get(floor.vdnId) ?? floor.settings;
  for (const one of seated) {
    const { floor, agentId } = one;
    const seat = floor.seats.get(agentId);
    if (seat === undefined) continue;
    const skills = known.get(keyOf(one));
    if (skills === undefined) leave(floor, seat, now);
    else if (JSON.stringify(skills) !== JSON.stringify(seat.agent.skills)) floor.reskill(seat, skills, now);
  }
}

// A simulated day written down as the server writes down a real one, so that a replay can be held
// against the truth that it was made from.
import type { PacingRule } from '../../../src/core/pacing/rule.ts';
import type { Met, RecordedDay } from '../../../src/core/recordedDay.ts';
import { toMillis } from '../../../src/core/units.ts';
import { campanaPolicy } from '../../../src/simulation/pace/campana.ts';
import { logged, readLog } from '../../../src/simulation/pace/eventLog.ts';
import { runScenario } from '../../../src/simulation/pace/run.ts';
import type { Scenario } from '../../../src/simulation/pace/scenario/scenario.ts';

interface Row {
  dialedAt: number;
  met: Met;
  ring: number;
  wait: number | null;
  talk: number | null;
  wrap: number | null;
  abandoned: boolean;
  connected: boolean;
  mark: number;
}

/** The day of that campaign, begun at `beginSeconds`; its agents are there from then on to the end. */
export function recordRun(
  scenario: Scenario,
  seed: number,
  rule: PacingRule,
  beginSeconds: number,
): RecordedDay {
  const run = runScenario(scenario, seed, campanaPolicy('recorded', rule));
  const rows = new Map<number, Row>();
  const placed: number[] = [];
  readLog(run.log, (kind, at, call) => {
    if (kind === logged.dialed) {
      const blank = {
        met: 'noAnswer' as const,
        ring: 0,
        wait: null,
        talk: null,
        wrap: null,
        abandoned: false,
      };
      rows.set(call, { ...blank, dialedAt: at + beginSeconds, connected: false, mark: at });
      placed[Math.floor(at)] = (placed[Math.floor(at)] ?? 0) + 1;
      return;
    }
    const row = rows.get(call);
    if (row === undefined) return;
    if (kind === logged.notAnswered) {
      row.ring = at - row.mark;
      row.met = row.ring >= scenario.ringLimitSeconds ? 'noAnswer' : row.ring <= 4 ? 'refused' : 'machine';
    } else if (kind === logged.answered) Object.assign(row, { met: 'person', ring: at - row.mark, mark: at });
    else if (kind === logged.abandoned) row.abandoned = true;
    else if (kind === logged.connected)
      Object.assign(row, { wait: at - row.mark, mark: at, connected: true });
    else if (kind === logged.givenUp || kind === logged.leftEarly) row.wait = at - row.mark;
    else if (kind === logged.talked) Object.assign(row, { talk: at - row.mark, mark: at });
    else if (kind === logged.wrappedUp) row.wrap = at - row.mark;
  });
  // Calls that were not over when the run ended are no part of what was recorded.
  const isOver = ({ ring, met, wait, connected, wrap }: Row): boolean =>
    ring > 0 && (met !== 'person' || (wait !== null && (!connected || wrap !== null)));
  const over = [...rows.values()].filter(isOver);
  const minutes = Math.round((run.endSeconds + beginSeconds) / 60);
  return {
    version: 1,
    campaignId: 7,
    day: '2026-11-22',
    timeZone: 'UTC',
    from: toMillis(Date.parse('2026-11-22T00:00:00Z')),
    seconds: 86_400,
    predictedPacing: 'contract',
    abandonRatePercentMax: 3,
    answerLimitSeconds: 2,
    before: { hours: [], block: { answered: 0, abandoned: 0 } },
    rules: [{ fromSeconds: 0, revision: 1, rule, ringLimitSeconds: scenario.ringLimitSeconds }],
    staffing: Array.from({ length: 1440 }, (_, minute) =>
      minute * 60 >= beginSeconds && minute < minutes ? scenario.agents : 0,
    ),
    beats: {
      at: Array.from(placed, (_, second) => second + beginSeconds),
      placed: Array.from(placed, (count) => count ?? 0),
      gate: Array.from(placed, () => 'pacing'),
    },
    calls: {
      dialedAt: over.map((row) => row.dialedAt),
      met: over.map((row) => row.met),
      ringSeconds: over.map((row) => row.ring),
      waitSeconds: over.map((row) => row.wait),
      talkSeconds: over.map((row) => row.talk),
      wrapUpSeconds: over.map((row) => row.wrap),
      abandoned: over.map((row) => row.abandoned),
    },
  };
}

// The calls of a campaign as a file for a spreadsheet, of any length. It is read page by page as fast as
// the reader takes it, and between two pages it holds no connection of the database. What fails in the
// middle breaks the connection: a short file never looks like a whole one.
import { Readable } from 'node:stream';
import { campaignOf, vdnOf } from '../../../api/fields.ts';
import { call as callSchema, getCallsFile } from '../../../api/routes/calls.ts';
import { type Masking, masked } from '../../../core/masking.ts';
import type { CampaignId, Millis, VdnId } from '../../../core/units.ts';
import { dayOfInstant, zonedText } from '../../../core/zone.ts';
import { type CallPlace, type CallQuery, listCalls } from '../../../store/calls/calls.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import type { Database } from '../../../store/database/connection.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { byteOrderMark, csvLine } from '../door/csv.ts';
import { openPlaces } from '../door/places.ts';
import { noCampaign, refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, type FileAnswer, fileAnswer, type ServedRoute, serve } from '../door/route.ts';
import { describeCall, readFilter } from './calls.ts';

/** Files that one process writes at once, and for one VDN. */
const [filesAtOnceMax, filesOfVdnMax] = [8, 4];
/** A tenth of a megabyte: dialing goes on between two pages, and waits for one of them for some 10 ms. */
const pageRows = 500;
const nameCharactersMax = 60;

const columns = Object.keys(callSchema.properties);

export function callsFileRoutes(): ServedRoute[] {
  const takePlace = openPlaces(filesAtOnceMax, filesOfVdnMax);
  const file = serve(getCallsFile, async (call) => {
    const { database, params, query, principal, now } = call;
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const filter = readFilter(query);
    if ('status' in filter) return filter;
    const vdn = await findVdn(database, vdnId);
    const campaign = await findCampaign(database, vdnId, campaignId);
    if (vdn === null || campaign === null) return noCampaign();
    const leave = takePlace(vdnId);
    if (leave === null) {
      return refuse('tooManyRequests', refusalTexts.manyFiles, { retryAfterSeconds: 5 });
    }
    const { timeZone } = vdn.settings;
    const { masking } = principal;
    const lines = Readable.from(linesOf(database, vdnId, campaignId, filter, { timeZone, masking, now }), {
      // One page ahead of the reader, and no more.
      objectMode: false,
    });
    lines.once('close', leave);
    try {
      // The audit log stays forever, so no number is written there.
      const detail = masked(query, 'person');
      await database.begin((transaction) =>
        audit(transaction, call, 'call.download', `campaign ${campaignId}`, detail),
      );
    } catch (error) {
      lines.destroy();
      throw error;
    }
    return asFile(lines, campaign.settings.name, dayOfInstant(now, timeZone));
  });
  return [file];
}

/** The text of the file, a page at a time. */
async function* linesOf(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  filter: Omit<CallQuery, 'before' | 'limit'>,
  { timeZone, masking, now }: { readonly timeZone: string; readonly masking: Masking; readonly now: Millis },
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns);
  let before: CallPlace | null = null;
  do {
    const query: CallQuery = { ...filter, before, limit: pageRows };
    const page = await listCalls(database, vdnId, campaignId, query, now);
    const ended = page.calls.filter(({ endedAt }) => endedAt !== null);
    const rows = ended.map(
      (call): Readonly<Record<string, unknown>> =>
        Object(
          masked(
            describeCall(call, (at) => zonedText(at, timeZone)),
            masking,
          ),
        ),
    );
    const lines = rows.map((row) => csvLine(columns.map((column) => textOf(row[column]))));
    if (lines.length > 0) yield lines.join('');
    before = page.next;
  } while (before !== null);
}

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** The answer that a browser saves: under the campaign's name in its own script, or in ASCII where need be. */
function asFile(body: Readable, campaignName: string, day: string): FileAnswer {
  const safe = [...campaignName.replace(/[^\p{L}\p{N}_-]+/gu, '-')].slice(0, nameCharactersMax).join('');
  const name = `calls-${safe}-${day}.csv`;
  const ascii = name.replace(/[^A-Za-z0-9._-]+/g, '_');
  const disposition = `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return fileAnswer(body, { 'content-disposition': disposition });
}

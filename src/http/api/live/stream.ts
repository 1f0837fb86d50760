// The stream of live figures for supervisors' pages: the VDN as a whole once a second, and the campaigns
// that the page shows. A page names them with `{ "watch": [46, 47] }`, as often as it likes.
import { Type } from 'typebox';
import { localeText, vdnOf, vdnParams } from '../../../api/fields.ts';
import { toWire } from '../../../api/wire.ts';
import { type CampaignId, toCampaignId } from '../../../core/units.ts';
import { refuse } from '../door/problem.ts';
import { sentences } from '../door/sentences.ts';
import { isStillAdmitted, type StreamRoute } from '../door/streamDoor.ts';
import { openStreamSocket, type StreamSocket } from '../door/streamSocket.ts';
import { compileSchema } from '../door/validation.ts';
import type { LiveHub } from './hub.ts';

const pingSeconds = 10;
/** A hundred campaigns are fifty kilobytes a second: this is some twenty seconds of them. */
const bufferedBytesMax = 1_048_576;
/** What a page of a list holds at most. */
const watchedMax = 100;

const checkWatch = compileSchema(
  Type.Object(
    { watch: Type.Array(Type.Integer({ minimum: 1, maximum: 999_999_999 }), { maxItems: watchedMax }) },
    { additionalProperties: false },
  ),
);

export const liveStream = (hub: LiveHub): StreamRoute<{ vdnId: string }, { locale?: 'en_US' | 'zh_CN' }> => ({
  path: '/v1/vdns/:vdnId/stream',
  permission: 'campaign.read',
  params: vdnParams,
  query: Type.Object(
    {
      locale: localeText,
    },
    { additionalProperties: false },
  ),
  admit: async () => null,
  open: (socket, { deps, principal, params, language }) => {
    const vdnId = vdnOf(params);
    const campaignIds = new Set<CampaignId>();
    const stream: StreamSocket = openStreamSocket(socket, {
      clock: deps.clock,
      language,
      log: deps.log,
      masking: principal.masking,
      bufferedBytesMax,
      pingSeconds: async () => pingSeconds,
      onLife: () => undefined,
      onFrame: async (frame) => {
        if ('error' in checkWatch(frame)) {
          const detail = sentences.frameWatch(watchedMax);
          return stream.sendProblem(refuse('invalid', detail));
        }
        campaignIds.clear();
        for (const id of watchedIds(frame)) campaignIds.add(toCampaignId(id));
        hub.changed(vdnId);
      },
      isStillAdmitted: () => isStillAdmitted(deps, principal, 'campaign.read'),
    });
    const leave = hub.join(vdnId, {
      language,
      campaignIds,
      hear: (frame) => stream.send({ ...readableFrame(frame) }),
    });
    stream.over.addEventListener('abort', leave, { once: true });
  },
});

/** `readable` keeps an object an object. */
const readableFrame = (frame: object): object => Object(toWire(frame));

/** The frame has passed the schema. */
const watchedIds = (frame: unknown): number[] =>
  typeof frame === 'object' && frame !== null && 'watch' in frame && Array.isArray(frame.watch)
    ? frame.watch.map(Number)
    : [];

// The stream of live figures for supervisors' pages: the VDN as a whole once a second, and the campaigns
// that the page shows. A page names them with `{ "watch": [46, 47] }`, as often as it likes.
import { vdnOf } from '../../../api/fields.ts';
import { followLive, type TakenBy, watchedMax } from '../../../api/routes/streams.ts';
import { toWire } from '../../../api/wire.ts';
import { type CampaignId, toCampaignId } from '../../../core/units.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { isStillAdmitted, type StreamRoute } from '../door/streamDoor.ts';
import { openStreamSocket, type StreamSocket } from '../door/streamSocket.ts';
import { compileSchema } from '../door/validation.ts';
import type { LiveHub } from './hub.ts';

const pingSeconds = 10;
/** A hundred campaigns are fifty kilobytes a second: this is some twenty seconds of them. */
const bufferedBytesMax = 1_048_576;
const checkWatch = compileSchema(followLive.takes);

export const liveStream = (hub: LiveHub): StreamRoute<typeof followLive> => ({
  stream: followLive,
  admit: async () => null,
  open: (socket, { deps, principal, params, language }) => {
    const vdnId = vdnOf(params);
    const campaignIds = new Set<CampaignId>();
    const stream: StreamSocket<typeof followLive> = openStreamSocket(socket, {
      clock: deps.clock,
      language,
      log: deps.log,
      masking: principal.masking,
      bufferedBytesMax,
      pingSeconds: async () => pingSeconds,
      onLife: () => undefined,
      onFrame: async (frame) => {
        if ('error' in checkWatch(frame)) {
          const detail = refusalTexts.frameWatch(watchedMax);
          return stream.sendProblem(refuse('invalid', detail));
        }
        campaignIds.clear();
        // The frame has passed the schema.
        const { watch } = frame as TakenBy<typeof followLive>;
        for (const id of watch) campaignIds.add(toCampaignId(id));
        hub.changed(vdnId);
      },
      isStillAdmitted: () => isStillAdmitted(deps, principal, 'campaign.read'),
    });
    const leave = hub.join(vdnId, {
      language,
      campaignIds,
      hear: (frame) => stream.send(toWire(frame)),
    });
    stream.over.addEventListener('abort', leave, { once: true });
  },
});

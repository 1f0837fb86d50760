// The stream of supervisors: all agents at work at once, and then their changes, gathered so that a busy
// room of thousands is four frames a second and not thousands. A quiet room gets frames too, since a page
// does not see pings and must know whether it is still connected.
import { instantText, vdnOf } from '../../../api/fields.ts';
import { followAgents } from '../../../api/routes/streams.ts';
import type { WorkingAgent } from '../../../core/agentState.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { isStillAdmitted, type StreamRoute } from '../door/streamDoor.ts';
import { closeCodes, openStreamSocket, type StreamSocket } from '../door/streamSocket.ts';
import { describeWorkingAgent } from './agentAtWork.ts';
import { refuseElsewhere, seatMoved } from './seat.ts';

const gatherMilliseconds = 250;
const pingSeconds = 10;
/** Five thousand agents are two megabytes. */
const bufferedBytesMax = 8_388_608;

export const agentsStream: StreamRoute<typeof followAgents> = {
  stream: followAgents,
  admit: async ({ deps, params }) => refuseElsewhere(deps, vdnOf(params)),
  open: (socket, { deps, principal, params, language }) => {
    const vdnId = vdnOf(params);
    const changed = new Map<string, WorkingAgent>();
    let timer: NodeJS.Timeout | null = null;
    const tell = (isWhole: boolean, agents: readonly WorkingAgent[]): void =>
      stream.send({
        type: 'agents',
        at: instantText(deps.clock.now()),
        isWhole,
        agents: agents.map(describeWorkingAgent),
      });
    const stream: StreamSocket<typeof followAgents> = openStreamSocket(socket, {
      clock: deps.clock,
      language,
      log: deps.log,
      masking: principal.masking,
      bufferedBytesMax,
      pingSeconds: async () => pingSeconds,
      // The answer to each ping, among others.
      onLife: () => {
        if (!deps.desk.holds(vdnId)) stream.end(seatMoved(), closeCodes.tryAgainLater);
        else timer ??= setTimeout(flush, gatherMilliseconds);
      },
      onFrame: async () => stream.sendProblem(refuse('invalid', refusalTexts.noFrames)),
      isStillAdmitted: () => isStillAdmitted(deps, principal, 'agent.work'),
    });

    const flush = (): void => {
      timer = null;
      tell(false, [...changed.values()]);
      changed.clear();
    };
    const unwatch = deps.desk.watch(vdnId, null, (agent) => {
      changed.set(agent.id, agent);
      timer ??= setTimeout(flush, gatherMilliseconds);
    });
    stream.over.addEventListener(
      'abort',
      () => {
        unwatch();
        if (timer !== null) clearTimeout(timer);
      },
      { once: true },
    );
    tell(true, deps.desk.agents(vdnId));
  },
};

// The stream of an agent's application: it sends the agent's state at once and at each change, and takes
// commands. It is also the application's sign of life, so an agent whose application has gone is missed.
// Two windows of one agent may each have a stream; closing the last one signs nobody out.
import { Type } from 'typebox';
import { instantText, vdnOf } from '../../../api/fields.ts';
import {
  type AgentAtWork,
  type AskedCommand,
  agentCommands,
  commandNames,
} from '../../../api/routes/agentWork.ts';
import { followAgent } from '../../../api/routes/streams.ts';
import { vdnSettingsDefault } from '../../../core/vdn.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import type { Refusal } from '../door/route.ts';
import { isStillAdmitted, type StreamRoute } from '../door/streamDoor.ts';
import { closeCodes, openStreamSocket, type StreamSocket } from '../door/streamSocket.ts';
import { compileSchema, InvalidRequest } from '../door/validation.ts';
import { describeAbsentAgent, describeWorkingAgent } from './agentAtWork.ts';
import { carryOut } from './agentCommands.ts';
import { refuseOtherAgent } from './agentWork.ts';
import { refuseElsewhere, seatMoved } from './seat.ts';

const pingSecondsMax = 10;
/** At least two signs of life fit into the time after which an application counts as gone. */
const pingsWithinSilence = 2.5;
/** A change is half a kilobyte, and an agent has one every few seconds. */
const bufferedBytesMax = 262_144;
/** A sign of life is passed on this often at most. */
const lifeMilliseconds = 1000;

export const agentStream: StreamRoute<typeof followAgent> = {
  stream: followAgent,
  admit: async ({ deps, principal, params }) => {
    const refusal =
      refuseOtherAgent(principal, params.agentId) ?? (await refuseElsewhere(deps, vdnOf(params)));
    if (refusal !== null) return refusal;
    const agent = await findAgent(deps.database, vdnOf(params), params.agentId);
    return agent === null ? refuse('notFound', refusalTexts.noAgent) : null;
  },
  open: (socket, call) => {
    const { deps, principal, params, query, language } = call;
    const { agentId } = params;
    const vdnId = vdnOf(params);
    const work = { deps, principal, vdnId, agentId };
    // An observer is no sign that the agent is there.
    const isTheAgents =
      query.observe === undefined && (principal.userName === null || principal.userName === agentId);
    let lifeAt = 0;

    const stream: StreamSocket<typeof followAgent> = openStreamSocket(socket, {
      clock: deps.clock,
      language,
      log: deps.log,
      masking: principal.masking,
      bufferedBytesMax,
      pingSeconds: async () => {
        const vdn = await findVdn(deps.database, vdnId);
        const { agentSilenceSecondsMax } = vdn?.settings ?? vdnSettingsDefault;
        return Math.min(pingSecondsMax, agentSilenceSecondsMax / pingsWithinSilence);
      },
      onLife: () => {
        const now = deps.clock.now();
        const isHere = deps.desk.holds(vdnId);
        if (!isHere) stream.end(seatMoved(), closeCodes.tryAgainLater);
        if (!isHere || !isTheAgents || Math.abs(now - lifeAt) < lifeMilliseconds) return;
        lifeAt = now;
        // Of one who is not signed in it means nothing.
        deps.desk.command(vdnId, agentId, { kind: 'alive' }).catch((error: unknown) => {
          deps.log.error({ err: error }, 'a sign of life was not taken');
        });
      },
      onFrame: (frame) => answerFrame(stream, work, frame),
      isStillAdmitted: () => isStillAdmitted(deps, principal, 'agent.work.own'),
    });
    let isTold = false;
    const tell = (agent: AgentAtWork): void => {
      isTold = true;
      stream.send({ type: 'agent', at: instantText(deps.clock.now()), agent });
    };
    const unwatch = deps.desk.watch(vdnId, agentId, (agent) => tell(describeWorkingAgent(agent)));
    stream.over.addEventListener('abort', unwatch, { once: true });
    const present = deps.desk.agent(vdnId, agentId);
    if (present !== null) return tell(describeWorkingAgent(present));
    // An agent who signs in while we ask has been told already, and must not be shown as absent afterwards.
    findAgent(deps.database, vdnId, agentId)
      .then((known) => {
        const nobody = { id: agentId, skills: [], telephone: { endpoint: agentId, line: 'open' } } as const;
        if (!isTold) tell(describeAbsentAgent(known ?? nobody));
      })
      .catch((error: unknown) => deps.log.error({ err: error }, 'an absent agent was not told'));
  },
};

const checks = new Map<unknown, ReturnType<typeof compileSchema>>(
  Object.entries(agentCommands).map(([name, { body }]) => [name, compileSchema(body ?? Type.Object({}))]),
);

/** A frame is `{ id, command, … }`, the rest being what the body of the same request would hold. */
async function answerFrame(
  stream: StreamSocket<typeof followAgent>,
  work: Parameters<typeof carryOut>[0],
  frame: unknown,
): Promise<void> {
  const { id, command, ...body } = fieldsOf(frame);
  const isId = typeof id === 'number' || (typeof id === 'string' && id.length <= 64);
  if (!isId) {
    return stream.sendProblem(refuse('invalid', refusalTexts.frameId));
  }
  const answered = () => ({ type: 'answer', at: instantText(work.deps.clock.now()), id }) as const;
  const refuseIt = (refusal: Refusal): void =>
    stream.send({ ...answered(), ok: false, problem: stream.inLanguage(refusal) });
  const check = checks.get(command);
  if (check === undefined) {
    return refuseIt(refuse('invalid', refusalTexts.frameCommand(commandNames.join(', '))));
  }
  const checked = check(body);
  if ('error' in checked) {
    const violations = checked.error instanceof InvalidRequest ? checked.error.violations : [];
    return refuseIt(refuseRules('invalid', violations));
  }
  const outcome = await carryOut(work, { command, ...body } as AskedCommand);
  if ('refused' in outcome) refuseIt(outcome.refused);
  else stream.send({ ...answered(), ok: true, agent: outcome.agent });
}

const fieldsOf = (frame: unknown): Record<string, unknown> =>
  typeof frame === 'object' && frame !== null && !Array.isArray(frame) ? { ...frame } : {};

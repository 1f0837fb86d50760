// Agents at work through REST: their state and their commands. A user with the role agent acts only for the
// agent of the same name.

import { limitOf, vdnOf } from '../../../api/fields.ts';
import {
  type AskedCommand,
  agentCommands,
  type CommandName,
  commandNames,
  getAllWork,
  getWork,
} from '../../../api/routes/agentWork.ts';
import type { WorkingAgent } from '../../../core/agentState.ts';
import { allows } from '../../../core/user.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type Principal, type Refusal, type ServedRoute, serve } from '../door/route.ts';
import { describeAbsentAgent, describeWorkingAgent } from './agentAtWork.ts';
import { carryOut } from './agentCommands.ts';
import { refuseElsewhere } from './seat.ts';

/** The refusal of a principal who may work under their own name only, and this is not it; else null. */
export function refuseOtherAgent(principal: Principal, agentId: string): Refusal | null {
  if (allows(principal.role, 'agent.work') || principal.userName === agentId) return null;
  return refuse('permissionMissing', refusalTexts.otherAgent(principal.userName));
}

const work = serve(getWork, async ({ deps, database, principal, params, ok }) => {
  const refusal = refuseOtherAgent(principal, params.agentId);
  if (refusal !== null) return refusal;
  const elsewhere = await refuseElsewhere(deps, vdnOf(params));
  const working = elsewhere === null ? deps.desk.agent(vdnOf(params), params.agentId) : null;
  if (working !== null) return ok(describeWorkingAgent(working));
  const agent = await findAgent(database, vdnOf(params), params.agentId);
  // True in every process: one that does not seat the agents must not send the caller to another for it.
  if (agent === null) return refuse('notFound', refusalTexts.noAgent);
  return elsewhere ?? ok(describeAbsentAgent(agent));
});

const command = (name: CommandName): ServedRoute =>
  serve(agentCommands[name], async ({ deps, principal, params, body, ok }) => {
    const { agentId } = params;
    const refusal = refuseOtherAgent(principal, agentId);
    if (refusal !== null) return refusal;
    // The door has held the body against the schema of this very command.
    const asked = { command: name, ...body } as AskedCommand;
    const outcome = await carryOut({ deps, principal, vdnId: vdnOf(params), agentId }, asked);
    return 'refused' in outcome ? outcome.refused : ok(outcome.agent);
  });

const allWork = serve(getAllWork, async ({ deps, params, query, ok }) => {
  const elsewhere = await refuseElsewhere(deps, vdnOf(params));
  if (elsewhere !== null) return elsewhere;
  const limit = limitOf(query.limit);
  const { after = '', status, state } = query;
  const skillId = query.skillId === undefined ? null : Number(query.skillId);
  const isWanted = (agent: WorkingAgent): boolean =>
    agent.status !== 'signedOut' &&
    (status === undefined || agent.status === status) &&
    (state === undefined || agent.state === state) &&
    (skillId === null || agent.skills.some((skill) => skill.skillId === skillId));
  const found = deps.desk.agents(vdnOf(params)).filter(isWanted);
  const rest = found.filter(({ id }) => id > after).sort((one, other) => (one.id < other.id ? -1 : 1));
  const items = rest.slice(0, limit);
  const next = rest.length > limit ? (items.at(-1)?.id ?? null) : null;
  return ok({ items: items.map(describeWorkingAgent), next, total: found.length });
});

export const agentWorkRoutes: readonly ServedRoute[] = [allWork, work, ...commandNames.map(command)];

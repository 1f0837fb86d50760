// The driver's cases of people who are meant for agents: waiting, joining, letting go, agents' telephones
// and flows that hand a person over. Part of driverCases.ts.
import { expect, test } from 'vitest';
import { toCallId } from '../../src/core/units.ts';
import { type Stage, telephone, vdnId } from './driverStage.ts';

export function driverAgentCases(stage: Stage): void {
  const { dial, dialForAgent, endOf, hear, hearOfLine, held, kindsOf, openLine, pass, when } = stage;

  test('a person meant for an agent waits after the answer, is joined, and the talk ends', async () => {
    const agent = await openLine('1001');
    const callId = dialForAgent('10');
    await hear(callId, 'answered');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered']);
    stage.world.driver.connect(callId, agent, '13800000099');
    await hear(callId, 'connected');
    expect(await held(callId)).toEqual([{ vdnId, stage: 'connected', skillId: null, silentGateway: null }]);
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected', 'ended']);
    expect(endOf(callId)).toBe('released');
  });

  test('connect before the answer, twice, after the end or of a strange call changes nothing', async () => {
    const [one, other] = [await openLine('1001'), await openLine('1002')];
    const { driver } = stage.world;
    const callId = dialForAgent('10');
    driver.connect(callId, one, '13800000099');
    driver.connect(toCallId('1700000000-2'), one, '13800000099');
    await hear(callId, 'answered');
    driver.connect(callId, one, '13800000099');
    driver.connect(callId, other, '13800000099');
    await hear(callId, 'connected');
    driver.hangUp(callId);
    await hear(callId, 'ended');
    driver.connect(callId, one, '13800000099');
    await pass(1);
    expect(stage.heard.map((event) => event.kind)).toEqual(['ringing', 'answered', 'connected', 'ended']);
  });

  test('an agent who hangs up ends the talk normally, and is joined with the next person', async () => {
    const agent = await openLine('1001');
    for (const callId of [dialForAgent('99'), dialForAgent('99')]) {
      await hear(callId, 'answered');
      stage.world.driver.connect(callId, agent, '13800000099');
      await hear(callId, 'connected');
      stage.world.driver.hangUp(callId);
      await hear(callId, 'ended');
      expect(endOf(callId)).toBe('released');
      expect(await held(callId)).toEqual([null]);
    }
    expect(stage.heardOfLines.map(({ state }) => state)).toEqual(['up']);
  });

  test('a person who is let go without an announcement is abandoned at once', async () => {
    const callId = dialForAgent('99');
    await hear(callId, 'answered');
    stage.world.driver.abandon(callId, null);
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'ended']);
    expect(endOf(callId)).toBe('abandoned');
  });

  test('a person who hears the announcement is out of reach, and abandoned when it has played', async () => {
    const agent = await openLine('1001');
    const { driver, flowCode } = stage.world;
    const callId = dialForAgent('99');
    await hear(callId, 'answered');
    driver.abandon(callId, flowCode);
    driver.connect(callId, agent, '13800000099');
    driver.abandon(callId, flowCode);
    await pass(0.5);
    expect(kindsOf(callId)).toEqual(['ringing', 'answered']);
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'ended']);
    expect(endOf(callId)).toBe('abandoned');
  });

  test('abandon of a call that rings, that talks or that is not there changes nothing', async () => {
    const agent = await openLine('1001');
    const ringing = dialForAgent('01');
    const talking = dialForAgent('10');
    await hear(talking, 'answered');
    stage.world.driver.connect(talking, agent, '13800000099');
    await hear(talking, 'connected');
    for (const callId of [ringing, talking, toCallId('1700000000-3')])
      stage.world.driver.abandon(callId, null);
    await pass(1);
    expect(await held(ringing, talking)).toMatchObject([{ stage: 'ringing' }, { stage: 'connected' }]);
    for (const callId of [ringing, talking]) stage.world.driver.hangUp(callId);
  });

  test('our own hang-up on a person who waits for an agent counts as abandoned', async () => {
    const callId = dialForAgent('99');
    await hear(callId, 'answered');
    stage.world.driver.hangUp(callId);
    await hear(callId, 'ended');
    expect(endOf(callId)).toBe('abandoned');
  });

  test('a person who waits until their patience ends hangs up in the queue', async () => {
    const callId = dialForAgent('99');
    await hear(callId, 'answered');
    await hear(callId, 'ended');
    expect(endOf(callId)).toBe('hungUpInQueue');
  });

  test('a machine that answers a call meant for an agent is let go, and not told as answered', async () => {
    const callId = dialForAgent('06', { detects: true });
    await hear(callId, 'ended');
    expect(kindsOf(callId)).toEqual(['ringing', 'ended']);
    expect(endOf(callId)).toBe('machine');
  });

  // Over a real PBX the hang-up and the join race; the end must tell which of them won.
  test('a person who hangs up at once was reached only if the agent was joined before', async () => {
    const agent = await openLine('1001');
    const callId = dialForAgent('07');
    await hear(callId, 'answered');
    stage.world.driver.connect(callId, agent, '13800000099');
    await hear(callId, 'ended');
    const wasJoined = kindsOf(callId).includes('connected');
    expect(endOf(callId)).toBe(wasJoined ? 'released' : 'hungUpAfterAnswer');
  });

  test('two agents talk at once, each with a person of their own', async () => {
    const agents = [await openLine('1001'), await openLine('1002')];
    const callIds = agents.map((agent) => {
      const callId = dialForAgent('99');
      when(callId, 'answered', () => stage.world.driver.connect(callId, agent, '13800000099'));
      return callId;
    });
    for (const callId of callIds) await hear(callId, 'connected');
    const talking = { vdnId, stage: 'connected', skillId: null, silentGateway: null };
    expect(await held(...callIds)).toEqual([talking, talking]);
    for (const callId of callIds) stage.world.driver.hangUp(callId);
    for (const callId of callIds) await hear(callId, 'ended');
    expect(callIds.map(endOf)).toEqual(['released', 'released']);
  });

  test('a line that is open already is told as up, and one that is closed is not told', async () => {
    const agent = await openLine('1001');
    stage.world.driver.openLine(agent);
    await stage.world.until(() => stage.heardOfLines.length === 2, 5);
    stage.world.driver.closeLine(agent);
    await pass(1);
    expect(stage.heardOfLines.map(({ state }) => state)).toEqual(['up', 'up']);
  });

  test('a telephone on demand is rung for the person, and the talk ends it', async () => {
    const agent = telephone('1002', { line: 'onDemand' });
    const callId = dialForAgent('10');
    await hear(callId, 'answered');
    stage.world.driver.connect(callId, agent, '13800000099');
    await hear(callId, 'connected');
    stage.world.driver.hangUp(callId);
    await hear(callId, 'ended');
    expect(endOf(callId)).toBe('released');
  });

  test('a telephone that is not taken is told, and the person waits on for the next', async ({ skip }) => {
    const endpoint = stage.world.refusingEndpoint;
    if (endpoint === null) return skip('every telephone of this carrier is taken');
    const callId = dialForAgent('99');
    await hear(callId, 'answered');
    stage.world.driver.connect(callId, telephone('nobody', { endpoint, line: 'onDemand' }), '13800000099');
    await hearOfLine('nobody', 'refused');
    expect(await held(callId)).toEqual([{ vdnId, stage: 'waiting', skillId: null, silentGateway: null }]);
    stage.world.driver.connect(callId, telephone('1001', { line: 'onDemand' }), '13800000099');
    await hear(callId, 'connected');
    expect(kindsOf(callId)).toEqual(['ringing', 'answered', 'connected']);
    stage.world.driver.hangUp(callId);
  });

  test('a line that nobody takes is told as refused', async ({ skip }) => {
    const endpoint = stage.world.refusingEndpoint;
    if (endpoint === null) return skip('every telephone of this carrier is taken');
    stage.world.driver.openLine(telephone('nobody', { endpoint }));
    await hearOfLine('nobody', 'refused');
    expect(stage.heardOfLines.map(({ state }) => state)).toEqual(['refused']);
  });

  test('the carrier tells how far a call has come that it holds', async () => {
    const agent = await openLine('1001');
    const callId = dialForAgent('99');
    await hear(callId, 'ringing');
    expect(await held(callId)).toEqual([{ vdnId, stage: 'ringing', skillId: null, silentGateway: null }]);
    await hear(callId, 'answered');
    expect(await held(callId)).toEqual([{ vdnId, stage: 'waiting', skillId: null, silentGateway: null }]);
    stage.world.driver.connect(callId, agent, '13800000099');
    await hear(callId, 'connected');
    expect(await held(callId)).toEqual([{ vdnId, stage: 'connected', skillId: null, silentGateway: null }]);
    stage.world.driver.hangUp(callId);
    const other = dial('99', { ringLimitSeconds: 60 });
    await hear(other, 'connected');
    expect(await held(callId, other)).toEqual([
      null,
      { vdnId, stage: 'inFlow', skillId: null, silentGateway: null },
    ]);
    stage.world.driver.hangUp(other);
  });

  test('a flow hands a person over to a skill queue, where an agent is joined', async () => {
    const agent = await openLine('1001');
    const callId = dial('99', { ringLimitSeconds: 60, flowCode: stage.world.transferFlowCode });
    await hear(callId, 'transferred');
    expect(stage.heard.at(-1)).toMatchObject({ callId, kind: 'transferred', skillId: 5 });
    expect(await held(callId)).toEqual([{ vdnId, stage: 'waiting', skillId: 5, silentGateway: null }]);
    stage.world.driver.connect(callId, agent, '13800000099');
    await stage.world.until(async () => (await held(callId))[0]?.stage === 'connected', 5);
    expect(await held(callId)).toEqual([{ vdnId, stage: 'connected', skillId: 5, silentGateway: null }]);
    stage.world.driver.hangUp(callId);
    await hear(callId, 'ended');
    expect(endOf(callId)).toBe('released');
  });

  test('a transferred person who leaves has hung up in the queue; who is let go has waited too long', async () => {
    const { driver, flowCode, transferFlowCode } = stage.world;
    const transfer = () => dial('99', { ringLimitSeconds: 60, flowCode: transferFlowCode });
    const [leaves, isLetGo, hears] = [transfer(), transfer(), transfer()];
    when(isLetGo, 'transferred', () => driver.abandon(isLetGo, null));
    when(hears, 'transferred', () => driver.abandon(hears, flowCode));
    for (const callId of [leaves, isLetGo, hears]) await hear(callId, 'ended');
    expect(kindsOf(leaves)).toContain('transferred');
    expect(endOf(leaves)).toBe('hungUpInQueue');
    expect(endOf(isLetGo)).toBe('queueTimeout');
    expect(endOf(hears)).toBe('queueTimeout');
  });
}

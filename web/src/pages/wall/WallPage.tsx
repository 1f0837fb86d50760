// The state of every agent, and since when. The states at the top count everybody of the queue and are the
// filter as well; below, one tile for each agent. Only tiles that can be seen are drawn.
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { agentNamesQuery, agentsQuery } from '../../api/agents/agents.ts';
import { skillQueuesQuery } from '../../api/agents/skillQueues.ts';
import type { Problem } from '../../api/problem.ts';
import { useAddress } from '../../parts/hooks/useAddress.ts';
import { PageHead } from '../../parts/PageHead.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { Nothing } from '../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { marks, type Standing, standingOf, standings } from './standing.ts';
import { Tiles } from './Tiles.tsx';
import { wallTexts } from './texts.ts';
import { useAgents } from './useAgents.ts';
import styles from './Wall.module.css';

export function WallPage() {
  const texts = useTexts(wallTexts);
  const { vdnId } = useSession();
  const { data: kept, error, refetch } = useQuery(agentsQuery(vdnId, '', ''));
  const { agents, standing, problem } = useAgents(vdnId, kept !== undefined && kept.items.length > 0);
  const isLost = standing === 'lost' && agents !== null;
  const words = isLost ? texts.lost : standing === 'open' ? texts.connected : '';
  return (
    <>
      <PageHead
        title={texts.title}
        about={
          <span role="status" className={isLost ? styles.lost : undefined}>
            {words}
          </span>
        }
      />
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {agents !== null && agents.size > 0 ? (
        <Room agents={agents} isOld={isLost} />
      ) : kept?.items.length === 0 ? (
        <Nothing title={texts.noAgents} detail={texts.noAgentsDetail}>
          <Link to="/agents">{texts.toAgents}</Link>
        </Nothing>
      ) : agents !== null ? (
        <Nothing title={texts.nobody} detail={texts.nobodyDetail} />
      ) : problem !== null ? (
        <Refused problem={problem} />
      ) : error === null ? (
        <Loading rows={8} />
      ) : null}
    </>
  );
}

/** Why nothing is seen of the agents, who are there: one process of the server seats them all. */
function Refused({ problem }: { readonly problem: Problem }) {
  const texts = useTexts(wallTexts);
  if (problem.kind !== 'agentsElsewhere') return <ProblemAlert problem={problem} />;
  const { owner } = problem.fields;
  return typeof owner === 'string' ? (
    <Nothing title={texts.elsewhere} detail={texts.elsewhereDetail(owner)} />
  ) : (
    <Nothing title={texts.notSeated} detail={texts.notSeatedDetail} />
  );
}

interface RoomProps {
  readonly agents: ReadonlyMap<string, AgentAtWork>;
  readonly isOld: boolean;
}

function Room({ agents, isOld }: RoomProps) {
  const texts = useTexts(wallTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { data: names = new Map<string, string>() } = useQuery(agentNamesQuery(vdnId));
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  const [address, setAddress] = useAddress({ state: '', queue: '', order: 'time' });
  const [sought, setSought] = useState('');
  const state: Standing | '' = standings.find((one) => one === address.state) ?? '';
  const inQueue = useMemo(() => ofQueue([...agents.values()], address.queue), [agents, address.queue]);
  const shown = inQueue
    .filter((agent) => state === '' || standingOf(agent) === state)
    .filter((agent) => fits(agent, names.get(agent.id) ?? '', sought.trim().toLowerCase()))
    .sort(address.order === 'name' ? byId : bySince);
  return (
    <>
      <fieldset className={styles.states}>
        <legend className="unseen">{texts.states}</legend>
        <StateButton
          isOn={state === ''}
          name={texts.every}
          count={inQueue.length}
          onClick={() => setAddress({ state: '' })}
        />
        {standings.map((one) => (
          <StateButton
            key={one}
            isOn={state === one}
            standing={one}
            name={texts[one]}
            {...(one === 'unreachable' ? { help: texts.unreachableHelp } : {})}
            count={inQueue.filter((agent) => standingOf(agent) === one).length}
            onClick={() => setAddress({ state: state === one ? '' : one })}
          />
        ))}
      </fieldset>
      <search className={styles.filters}>
        <Input
          className={styles.search}
          aria-label={texts.search}
          placeholder={texts.search}
          allowClear
          maxLength={64}
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
        <Select
          className={styles.choice}
          aria-label={texts.queue}
          value={address.queue}
          onChange={(queue) => setAddress({ queue })}
          options={[
            { value: '', label: texts.everyQueue },
            ...queues.map(({ id, name }) => ({ value: String(id), label: `${id} ${name}` })),
          ]}
        />
        <Select
          className={styles.choice}
          aria-label={texts.sort}
          value={address.order}
          onChange={(order) => setAddress({ order })}
          options={[
            { value: 'time', label: texts.byTime },
            { value: 'name', label: texts.byName },
          ]}
        />
        <span className={styles.count} role="status">
          {texts.showing(format.number(shown.length), format.number(inQueue.length))}
        </span>
      </search>
      {shown.length === 0 ? (
        <Nothing title={texts.noneFound} detail={texts.noneFoundDetail} />
      ) : (
        <Tiles agents={shown} names={names} isOld={isOld} />
      )}
    </>
  );
}

interface StateButtonProps {
  readonly isOn: boolean;
  readonly standing?: Standing;
  readonly name: string;
  readonly help?: string;
  readonly count: number;
  readonly onClick: () => void;
}

function StateButton({ isOn, standing, name, help, count, onClick }: StateButtonProps) {
  const format = useFormat();
  return (
    <button
      type="button"
      className={`${styles.state} ${isOn ? styles.on : ''}`}
      aria-pressed={isOn}
      title={help}
      onClick={onClick}
    >
      <span className={styles.stateCount}>{format.number(count)}</span>
      <span className={standing === undefined ? undefined : styles[standing]}>
        {standing === undefined ? null : <span aria-hidden="true">{marks[standing]} </span>}
        {name}
      </span>
    </button>
  );
}

const ofQueue = (agents: readonly AgentAtWork[], queue: string): readonly AgentAtWork[] =>
  queue === ''
    ? agents
    : agents.filter(({ skills }) => skills.some(({ skillId }) => String(skillId) === queue));

const fits = ({ id, called }: AgentAtWork, name: string, sought: string): boolean =>
  sought === '' ||
  id.toLowerCase().includes(sought) ||
  name.toLowerCase().includes(sought) ||
  (called ?? '').includes(sought);

const byId = (one: AgentAtWork, other: AgentAtWork): number =>
  one.id.localeCompare(other.id, undefined, { numeric: true });

/** ISO texts of one zone are in the order of time. */
const bySince = (one: AgentAtWork, other: AgentAtWork): number =>
  (one.since ?? '').localeCompare(other.since ?? '') || byId(one, other);

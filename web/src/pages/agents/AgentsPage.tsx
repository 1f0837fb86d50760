// The agents of the VDN, by id, a page at a time.
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Loading } from '../../parts/Loading.tsx';
import { Nothing } from '../../parts/Nothing.tsx';
import { PageHead } from '../../parts/PageHead.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { formTexts } from '../../parts/texts.ts';
import { useAddress } from '../../parts/useAddress.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { skillQueuesQuery } from '../queues/queries.ts';
import { AgentDialog } from './AgentDialog.tsx';
import { type AgentRow, agentsQuery, deleteAgent } from './queries.ts';
import { agentsTexts } from './texts.ts';

export function AgentsPage() {
  const texts = useTexts(agentsTexts);
  const { vdnId } = useSession();
  const mayChange = useMay('agent.change');
  const [address, setAddress] = useAddress({ queue: '', after: '' });
  const { data, error, refetch } = useQuery(agentsQuery(vdnId, address.queue, address.after));
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  const [edited, setEdited] = useState<AgentRow | 'new' | null>(null);
  const next = data?.next ?? null;
  return (
    <>
      <PageHead title={texts.title} about={texts.about}>
        {mayChange ? (
          <Button type="primary" onClick={() => setEdited('new')}>
            {texts.add}
          </Button>
        ) : null}
      </PageHead>
      <Space wrap style={{ marginBottom: 12 }}>
        <Select
          aria-label={texts.skill}
          style={{ width: 240 }}
          value={address.queue}
          onChange={(queue) => setAddress({ queue, after: '' })}
          options={[
            { value: '', label: texts.everyQueue },
            ...queues.map(({ id, name }) => ({ value: String(id), label: `${id} ${name}` })),
          ]}
        />
      </Space>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={8} /> : null}
      {data?.items.length === 0 ? <Nothing title={texts.none} detail={texts.noneDetail} /> : null}
      {data !== undefined && data.items.length > 0 ? (
        <AgentTable agents={data.items} mayChange={mayChange} onEdit={setEdited} />
      ) : null}
      {next === null && address.after === '' ? null : (
        <Space style={{ marginTop: 12 }}>
          <Button disabled={address.after === ''} onClick={() => setAddress({ after: '' })}>
            {texts.first}
          </Button>
          <Button disabled={next === null} onClick={() => setAddress({ after: next ?? '' })}>
            {texts.next}
          </Button>
        </Space>
      )}
      <AgentDialog edited={edited} onClose={() => setEdited(null)} />
    </>
  );
}

interface AgentTableProps {
  readonly agents: readonly AgentRow[];
  readonly mayChange: boolean;
  readonly onEdit: (agent: AgentRow) => void;
}

function AgentTable({ agents, mayChange, onEdit }: AgentTableProps) {
  const texts = useTexts(agentsTexts);
  const forms = useTexts(formTexts);
  const { vdnId } = useSession();
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  const nameOf = (skillId: number): string => queues.find(({ id }) => id === skillId)?.name ?? '';
  return (
    <Table<AgentRow>
      rowKey="id"
      size="small"
      dataSource={[...agents]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: texts.id, dataIndex: 'id' },
        {
          title: texts.name,
          key: 'name',
          render: (_value, { name, simulated }) => (
            <Space size={6}>
              {name}
              {simulated ? <Tag variant="filled">{texts.simulatedMark}</Tag> : null}
            </Space>
          ),
        },
        {
          title: texts.skills,
          key: 'skills',
          render: (_value, { skills }) =>
            skills.map(({ skillId, priority }) => (
              <Tag key={skillId} variant="filled" title={`${texts.priority} ${priority}`}>
                {skillId} {nameOf(skillId)} · {priority}
              </Tag>
            )),
        },
        {
          title: texts.telephone,
          key: 'telephone',
          responsive: ['md'],
          render: (_value, { telephone: { endpoint, line } }) => `${endpoint}, ${texts[line]}`,
        },
        {
          title: <span className="unseen">{forms.edit}</span>,
          key: 'deeds',
          align: 'right',
          hidden: !mayChange,
          render: (_value, agent) => (
            <>
              <Button size="small" type="text" onClick={() => onEdit(agent)}>
                {forms.edit}
              </Button>
              <SureButton
                text={forms.remove}
                question={texts.deleteQuestion(agent.id)}
                consequence={texts.deleteConsequence}
                onSure={() => deleteAgent(vdnId, agent.id)}
              />
            </>
          ),
        },
      ]}
    />
  );
}

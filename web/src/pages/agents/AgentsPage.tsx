// The agents of the VDN, by id, a page at a time.

import { useQuery } from '@tanstack/react-query';
import { Select, Space, Tag } from 'antd';
import { useState } from 'react';
import type { Agent } from '../../../../src/api/routes/agents.ts';
import { agentsQuery, deleteAgent } from '../../api/agents/agents.ts';
import { skillQueuesQuery } from '../../api/agents/skillQueues.ts';
import { useAddress } from '../../parts/hooks/useAddress.ts';
import { EditAndDelete, KeptPage } from '../../parts/KeptPage.tsx';
import { PageButtons } from '../../parts/PageButtons.tsx';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { AgentDialog } from './AgentDialog.tsx';
import { agentsTexts } from './texts.ts';

export function AgentsPage() {
  const texts = useTexts(agentsTexts);
  const { vdnId } = useSession();
  const mayChange = useMay('agent.change');
  const [address, setAddress] = useAddress({ queue: '', after: '' });
  const { data, error, refetch } = useQuery(agentsQuery(vdnId, address.queue, address.after));
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  const [edited, setEdited] = useState<Agent | 'new' | null>(null);
  const next = data?.next ?? null;
  const nameOf = (skillId: number): string => queues.find(({ id }) => id === skillId)?.name ?? '';
  return (
    <KeptPage<Agent>
      texts={texts}
      mayChange={mayChange}
      onAdd={() => setEdited('new')}
      query={{ data: data?.items, error, refetch }}
      rowKey="id"
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
      ]}
      deeds={(agent) => (
        <EditAndDelete
          onEdit={() => setEdited(agent)}
          question={texts.deleteQuestion(agent.id)}
          consequence={texts.deleteConsequence}
          onSure={() => deleteAgent(vdnId, agent.id)}
        />
      )}
      filter={
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
      }
    >
      <PageButtons
        place={address.after}
        next={next}
        firstText={texts.first}
        nextText={texts.next}
        onTurn={(after) => setAddress({ after })}
      />
      <AgentDialog edited={edited} onClose={() => setEdited(null)} />
    </KeptPage>
  );
}

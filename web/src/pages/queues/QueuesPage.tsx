// The skill queues of the VDN.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import type { SkillQueue } from '../../../../src/api/routes/agents.ts';
import { deleteQueue, saveQueue, skillQueuesQuery } from '../../api/agents/skillQueues.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { EditAndDelete, KeptPage } from '../../parts/KeptPage.tsx';
import { formTexts } from '../../parts/texts.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { queuesTexts } from './texts.ts';

export function QueuesPage() {
  const texts = useTexts(queuesTexts);
  const forms = useTexts(formTexts);
  const { vdnId } = useSession();
  const mayChange = useMay('skill.change');
  const query = useQuery(skillQueuesQuery(vdnId));
  /** Null: no dialog; an id of null: a new one. */
  const [edited, setEdited] = useState<{ readonly id: number | null; readonly name: string } | null>(null);
  const queues = query.data ?? [];
  const idFree = Array.from({ length: 1000 }, (_, index) => index + 1).find(
    (id) => !queues.some((queue) => queue.id === id),
  );
  const isNew = edited?.id === null;
  return (
    <KeptPage
      texts={texts}
      mayChange={mayChange}
      onAdd={() => setEdited({ id: null, name: '' })}
      query={query}
      rowKey="id"
      columns={[
        { title: texts.id, dataIndex: 'id', width: 90 },
        { title: texts.name, dataIndex: 'name' },
      ]}
      deeds={(queue) => (
        <EditAndDelete
          onEdit={() => setEdited(queue)}
          question={texts.deleteQuestion(queue.name)}
          consequence={texts.deleteConsequence}
          onSure={() => deleteQueue(vdnId, queue.id)}
        />
      )}
    >
      <FormDialog<SkillQueue>
        isOpen={edited !== null}
        title={isNew ? texts.add : texts.change(edited?.id ?? 0)}
        initial={isNew ? (idFree === undefined ? {} : { id: idFree }) : { name: edited?.name ?? '' }}
        onSubmit={({ id, name }) => saveQueue(vdnId, { id: edited?.id ?? id, name }, isNew)}
        onClose={() => setEdited(null)}
      >
        {isNew ? (
          <Form.Item
            name="id"
            label={texts.id}
            extra={texts.idRule}
            rules={[
              { required: true, type: 'integer', min: 1, max: 1000, message: texts.idRule },
              {
                // The server would rename the queue that is there.
                validator: async (_rule, id: number) => {
                  if (queues.some((queue) => queue.id === id)) throw new Error(texts.taken);
                },
              },
            ]}
          >
            <InputNumber min={1} max={1000} precision={0} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="name"
          label={texts.name}
          rules={[{ required: true, whitespace: true, message: forms.required }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
      </FormDialog>
    </KeptPage>
  );
}

// The IVR flows of the VDN.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { Flow } from '../../../../src/api/routes/agents.ts';
import { deleteFlow, flowsQuery, saveFlow } from '../../api/agents/flows.ts';
import { skillQueuesQuery } from '../../api/agents/skillQueues.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { EditAndDelete, KeptPage } from '../../parts/KeptPage.tsx';
import { formTexts } from '../../parts/texts.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { flowsTexts } from './texts.ts';

export function FlowsPage() {
  const texts = useTexts(flowsTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const mayChange = useMay('flow.change');
  const query = useQuery(flowsQuery(vdnId));
  const queueName = useQueueName();
  const [edited, setEdited] = useState<Flow | 'new' | null>(null);
  return (
    <KeptPage
      texts={texts}
      mayChange={mayChange}
      onAdd={() => setEdited('new')}
      query={query}
      rowKey="code"
      columns={[
        { title: texts.code, key: 'code', render: (_value, { code }) => <code>{code}</code> },
        { title: texts.description, dataIndex: 'description' },
        {
          title: texts.playSeconds,
          key: 'play',
          align: 'right',
          render: (_value, { playSeconds }) => texts.seconds(format.number(playSeconds)),
        },
        {
          title: texts.transfer,
          key: 'transfer',
          render: (_value, { transferSkillId }) =>
            transferSkillId === null ? texts.hangsUp : texts.transfersTo(queueName(transferSkillId)),
        },
      ]}
      deeds={(flow) => (
        <EditAndDelete
          onEdit={() => setEdited(flow)}
          question={texts.deleteQuestion(flow.code)}
          onSure={() => deleteFlow(vdnId, flow.code)}
        />
      )}
    >
      <FlowDialog
        edited={edited}
        codes={query.data?.map(({ code }) => code) ?? []}
        onClose={() => setEdited(null)}
      />
    </KeptPage>
  );
}

interface FlowDialogProps {
  readonly edited: Flow | 'new' | null;
  /** Those that are there. */
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

function FlowDialog({ edited, codes, onClose }: FlowDialogProps) {
  const texts = useTexts(flowsTexts);
  const forms = useTexts(formTexts);
  const { vdnId } = useSession();
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  const queueName = useQueueName();
  const flow = edited === 'new' ? null : edited;
  return (
    <FormDialog<Flow>
      isOpen={edited !== null}
      title={flow === null ? texts.add : texts.change(flow.code)}
      initial={flow ?? { playSeconds: 10, transferSkillId: null }}
      onSubmit={(fields) => saveFlow(vdnId, { ...fields, code: flow?.code ?? fields.code }, flow === null)}
      onClose={onClose}
    >
      {flow === null ? (
        <Form.Item
          name="code"
          label={texts.code}
          extra={texts.codeHelp}
          validateTrigger="onBlur"
          rules={[
            { required: true, pattern: /^[A-Za-z0-9_-]{1,64}$/, message: texts.codeRule },
            {
              // The server would replace the flow that is there.
              validator: async (_rule, code: string) => {
                if (codes.includes(code)) throw new Error(texts.taken);
              },
            },
          ]}
        >
          <Input maxLength={64} autoFocus />
        </Form.Item>
      ) : null}
      <Form.Item
        name="description"
        label={texts.description}
        rules={[{ required: true, whitespace: true, message: forms.required }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="playSeconds"
        label={texts.playSeconds}
        extra={texts.playSecondsHelp}
        rules={[{ required: true, message: forms.required }]}
      >
        <InputNumber min={0} max={3600} precision={0} />
      </Form.Item>
      <Form.Item name="transferSkillId" label={texts.transfer}>
        <Select<number | null>
          options={[
            { value: null, label: texts.hangsUp },
            ...queues.map(({ id }) => ({ value: id, label: texts.transfersTo(queueName(id)) })),
          ]}
        />
      </Form.Item>
    </FormDialog>
  );
}

/** `5 Voice`, or the number alone while names are not there. */
function useQueueName(): (id: number) => string {
  const { vdnId } = useSession();
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  return (id) => {
    const name = queues.find((queue) => queue.id === id)?.name;
    return name === undefined ? String(id) : `${id} ${name}`;
  };
}

// The form of an agent: who, which skills, which telephone.
import { DeleteOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Radio, Select, Space, Switch } from 'antd';
import type { Agent } from '../../../../src/api/routes/agents.ts';
import { addAgent, saveAgent } from '../../api/agents/agents.ts';
import { skillQueuesQuery } from '../../api/agents/skillQueues.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { formTexts } from '../../parts/texts.ts';
import { useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { agentsTexts } from './texts.ts';

interface AgentDialogProps {
  readonly edited: Agent | 'new' | null;
  readonly onClose: () => void;
}

export function AgentDialog({ edited, onClose }: AgentDialogProps) {
  const texts = useTexts(agentsTexts);
  const forms = useTexts(formTexts);
  const { vdnId } = useSession();
  const agent = edited === 'new' ? null : edited;
  const submit = (fields: Agent): Promise<void> => {
    const id = agent?.id ?? fields.id;
    const endpoint = fields.telephone.endpoint.trim();
    const sent = {
      ...fields,
      id,
      skills: fields.skills ?? [],
      telephone: { ...fields.telephone, endpoint: endpoint === '' ? id : endpoint },
    };
    return agent === null ? addAgent(vdnId, sent, texts.taken(id)) : saveAgent(vdnId, sent);
  };
  return (
    <FormDialog<Agent>
      isOpen={edited !== null}
      title={agent === null ? texts.add : texts.change(agent.id)}
      initial={agent ?? { skills: [], simulated: false, telephone: { endpoint: '', line: 'open' } }}
      onSubmit={submit}
      onClose={onClose}
    >
      {agent === null ? (
        <Form.Item
          name="id"
          label={texts.id}
          extra={texts.idHelp}
          validateTrigger="onBlur"
          rules={[
            { required: true, pattern: /^(?!(?:work|stream)$)[A-Za-z0-9]{1,32}$/, message: texts.idRule },
          ]}
        >
          <Input maxLength={32} autoFocus />
        </Form.Item>
      ) : null}
      <Form.Item
        name="name"
        label={texts.name}
        rules={[{ required: true, whitespace: true, message: forms.required }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Skills />
      <Form.Item
        name={['telephone', 'endpoint']}
        label={texts.telephone}
        extra={texts.telephoneHelp}
        validateTrigger="onBlur"
        rules={[{ pattern: /^[A-Za-z0-9_-]{1,40}$/, message: texts.telephoneRule }]}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={['telephone', 'line']} label={texts.line}>
        <Radio.Group
          vertical
          options={[
            { value: 'open', label: `${texts.open}. ${texts.openHelp}` },
            { value: 'onDemand', label: `${texts.onDemand}. ${texts.onDemandHelp}` },
          ]}
        />
      </Form.Item>
      <Form.Item name="simulated" label={texts.simulated} extra={texts.simulatedHelp} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  );
}

function Skills() {
  const texts = useTexts(agentsTexts);
  const forms = useTexts(formTexts);
  const { vdnId } = useSession();
  const { data: queues = [] } = useQuery(skillQueuesQuery(vdnId));
  const options = queues.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }));
  const isOnce = (skills: unknown): boolean => {
    const ids = Array.isArray(skills) ? skills.map((skill) => skill?.skillId) : [];
    return new Set(ids).size === ids.length;
  };
  return (
    <Form.List
      name="skills"
      rules={[
        {
          validator: async (_rule, skills: unknown) => {
            if (!isOnce(skills)) throw new Error(texts.twice);
          },
        },
      ]}
    >
      {(fields, { add, remove }, { errors }) => (
        <Form.Item label={texts.skills} extra={texts.prioritiesHelp}>
          {fields.map(({ key, name }) => (
            <Space key={key} align="start" style={{ display: 'flex' }}>
              <Form.Item
                name={[name, 'skillId']}
                rules={[{ required: true, message: forms.required }]}
                style={{ marginBottom: 8, width: 'min(280px, 46vw)' }}
              >
                <Select
                  aria-label={texts.skill}
                  options={options}
                  showSearch={{ optionFilterProp: 'label' }}
                />
              </Form.Item>
              <Form.Item
                name={[name, 'priority']}
                rules={[{ required: true, message: forms.required }]}
                style={{ marginBottom: 8 }}
              >
                <InputNumber
                  aria-label={texts.priority}
                  min={1}
                  max={100}
                  precision={0}
                  style={{ width: 76 }}
                />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={texts.removeSkill}
                onClick={() => remove(name)}
              />
            </Space>
          ))}
          <Button onClick={() => add({ priority: 1 })}>{texts.addSkill}</Button>
          <Form.ErrorList errors={errors} />
        </Form.Item>
      )}
    </Form.List>
  );
}

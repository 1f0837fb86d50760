// One setting in the form, with its help and its range.
import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber, Select } from 'antd';
import { maskableRoles } from '../../../../src/core/masking.ts';
import { flowsQuery } from '../../api/agents/flows.ts';
import { useSession } from '../../session/useSession.ts';
import { roleTexts } from '../../shell/texts.ts';
import { useTexts } from '../../text/useTexts.ts';
import { fields, type Kind, type SettingName } from './fields.ts';
import { choiceTexts, settingHelps, settingNames, settingsTexts } from './texts.ts';

const zones = Intl.supportedValuesOf('timeZone');

export function SettingItem({ name }: { readonly name: SettingName }) {
  const names = useTexts(settingNames);
  const helps = useTexts(settingHelps);
  const texts = useTexts(settingsTexts);
  const { kind } = fields[name];
  return (
    <Form.Item
      name={['settings', name]}
      label={names[name]}
      extra={helps[name]}
      rules={[
        {
          validator: async (_rule, value: unknown) => {
            if (!isOf(kind, value)) throw new Error(texts.notOne);
          },
        },
      ]}
    >
      <Control kind={kind} />
    </Form.Item>
  );
}

/** What Form.Item gives its control. */
interface ControlProps {
  readonly kind: Kind;
  readonly id?: string;
  readonly value?: never;
  readonly onChange?: (value: unknown) => void;
}

function Control({ kind, ...given }: ControlProps) {
  const choices = useTexts(choiceTexts);
  const roles = useTexts(roleTexts);
  switch (kind.is) {
    case 'zone':
      return (
        <Select {...given} showSearch options={['UTC', ...zones].map((value) => ({ value, label: value }))} />
      );
    case 'flow':
      return <FlowSelect {...given} />;
    case 'choice':
      return <Select {...given} options={kind.of.map((value) => ({ value, label: choices[value] }))} />;
    case 'roles':
      return (
        <Select
          {...given}
          mode="multiple"
          options={maskableRoles.map((value) => ({ value: value as never, label: roles[value] }))}
        />
      );
    case 'texts':
      return (
        <Select
          {...given}
          mode="tags"
          maxCount={kind.most}
          tokenSeparators={[' ', ',', ';', '\n']}
          open={false}
          suffixIcon={null}
        />
      );
    case 'number':
      return (
        <InputNumber
          {...given}
          min={kind.least}
          max={kind.most}
          step={kind.step}
          precision={kind.step === 1 ? 0 : 1}
          suffix={choices[kind.unit]}
          style={{ width: 190 }}
        />
      );
  }
}

function FlowSelect(given: Omit<ControlProps, 'kind'>) {
  const choices = useTexts(choiceTexts);
  const { vdnId } = useSession();
  const { data: flows = [] } = useQuery(flowsQuery(vdnId));
  return (
    <Select
      {...given}
      options={[
        { value: null as never, label: choices.nothing },
        ...flows.map(({ code, description }) => ({ value: code as never, label: `${code} ${description}` })),
      ]}
    />
  );
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind.is) {
    case 'texts':
      return Array.isArray(value) && value.every((text) => typeof text === 'string' && kind.each.test(text));
    case 'number':
      return typeof value === 'number' && value >= kind.least && value <= kind.most;
    case 'zone':
    case 'flow':
    case 'choice':
    case 'roles':
      return true;
  }
}

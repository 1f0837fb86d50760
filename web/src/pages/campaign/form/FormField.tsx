// One field of the form: its name with its limits, the fitting input, help, what rules now where that is
// different, and what is wrong with it.

import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, InputNumber, Select } from 'antd';
import {
  type IntegerRule,
  isMandatory,
  type ObjectRule,
  type TextRule,
} from '../../../../../src/contract/rules/rule.ts';
import { flowsQuery } from '../../../api/agents/flows.ts';
import { skillQueuesQuery } from '../../../api/agents/skillQueues.ts';
import { WallTimeInput } from '../../../parts/WallTimeInput.tsx';
import { useLanguage } from '../../../preferences.ts';
import { useSession } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { CallbackWarning } from '../CallbackWarning.tsx';
import styles from './CampaignForm.module.css';
import { type Path, valueAt } from './draft.ts';
import { fieldId } from './fieldFocus.ts';
import { helpTexts, isFieldName, optionTexts, unitOf } from './fieldTexts.ts';
import type { CampaignFormProps } from './formProps.ts';
import { formTexts } from './texts.ts';
import { useFieldTexts } from './useFieldTexts.ts';

interface FormFieldProps {
  readonly name: string;
  readonly path: Path;
  readonly rule: TextRule | IntegerRule;
  /** The object of which the field is one. */
  readonly owner: ObjectRule;
  readonly form: CampaignFormProps;
  readonly isFixed: boolean;
  readonly onChange: (value: unknown) => void;
}

export function FormField(props: FormFieldProps) {
  const { name, path, rule, owner, form } = props;
  const texts = useTexts(formTexts);
  const helps = useTexts(helpTexts);
  const words = useFieldTexts();
  const language = useLanguage();
  const id = fieldId(path);
  const value = valueAt(form.draft, path);
  const before = form.running === null ? undefined : valueAt(form.running, path);
  const isChanged = form.running !== null && (before ?? '') !== (value ?? '');
  const faults = form.violations.filter((violation) => violation.path === path);
  const help = new Map(Object.entries(helps)).get(name);
  const limits = useLimits(rule);
  const isOptional = !isMandatory(owner, name, rule) && rule.default === undefined;
  return (
    <div
      className={`${styles.field} ${isChanged ? styles.changed : ''} ${wideFields.includes(name) ? styles.wide : ''}`}
    >
      <label className={styles.label} htmlFor={id}>
        {words.label(path)}{' '}
        <span className={styles.limits}>
          {limits}
          {isOptional ? ` (${texts.optional})` : ''}
        </span>
      </label>
      <Entry {...props} id={id} value={value} describedBy={`${id}-about`} isBad={faults.length > 0} />
      <div id={`${id}-about`}>
        {isChanged ? <p className={styles.was}>{texts.was(words.value(path, before))}</p> : null}
        {faults.map((fault) => (
          <p key={fault.rule.en_US} className={styles.fault}>
            {words.rule(fault.rule[language])}
          </p>
        ))}
        {name === 'callBackUrl' && faults.length === 0 ? (
          <CallbackWarning url={typeof value === 'string' ? value : ''} />
        ) : null}
        {help === undefined ? null : <p className={styles.help}>{help}</p>}
      </div>
    </div>
  );
}

const wideFields: readonly string[] = ['description', 'callBackUrl'];

/** `5 to 120`, from the schema; the longest text where it is short enough to matter. */
function useLimits(rule: TextRule | IntegerRule): string {
  const texts = useTexts(formTexts);
  const format = useFormat();
  if (rule.type === 'integer') {
    const { minimum, maximum } = rule;
    if (rule.enum !== undefined || minimum === undefined || maximum === undefined) return '';
    return texts.from(format.number(minimum), format.number(maximum));
  }
  return rule.maxLength === undefined ? '' : texts.atMost(format.number(rule.maxLength));
}

interface EntryProps extends FormFieldProps {
  readonly id: string;
  readonly value: unknown;
  readonly describedBy: string;
  readonly isBad: boolean;
}

function Entry({ name, rule, form, id, value, isBad, isFixed, describedBy, onChange }: EntryProps) {
  const options = useTexts(optionTexts);
  const common = {
    id,
    className: styles.input,
    disabled: form.isReadOnly === true || isFixed,
    'aria-describedby': describedBy,
    ...(isBad ? ({ status: 'error', 'aria-invalid': true } as const) : {}),
  };
  const text = typeof value === 'string' ? value : '';
  const typed = (event: { readonly target: { readonly value: string } }): void =>
    onChange(event.target.value === '' ? undefined : event.target.value);
  if (name === 'skillId') return <SkillEntry common={common} value={value} onChange={onChange} />;
  if (name === 'deviceSign') return <FlowEntry common={common} value={text} onChange={onChange} />;
  if (rule.type === 'integer' && rule.enum !== undefined) {
    const names = new Map(Object.entries(options));
    return (
      <Select
        {...common}
        value={value ?? null}
        onChange={onChange}
        options={rule.enum.map((one) => ({ value: one, label: names.get(`${name} ${one}`) ?? String(one) }))}
      />
    );
  }
  if (rule.type === 'integer') {
    const unit = isFieldName(name) ? unitOf[name] : undefined;
    return (
      <InputNumber
        {...common}
        value={typeof value === 'number' ? value : null}
        precision={0}
        placeholder={rule.default === undefined ? '' : String(rule.default)}
        onChange={(number) => onChange(number ?? undefined)}
        {...(unit === undefined ? {} : { suffix: options[unit] })}
      />
    );
  }
  const format = rule['x-format'];
  if (format === 'wallTime' || format === 'endTime')
    return <WallTimeInput {...common} value={text} zone={form.timeZone} onChange={onChange} />;
  if (name === 'description') return <Input.TextArea {...common} rows={2} value={text} onChange={typed} />;
  return <Input {...common} value={text} onChange={typed} autoComplete="off" />;
}

interface ChosenEntryProps<Value> {
  readonly common: object;
  readonly value: Value;
  readonly onChange: (value: unknown) => void;
}

function SkillEntry({ common, value, onChange }: ChosenEntryProps<unknown>) {
  const texts = useTexts(formTexts);
  const { vdnId } = useSession();
  const { data, isPending } = useQuery(skillQueuesQuery(vdnId));
  return (
    <Select
      {...common}
      showSearch={{ optionFilterProp: 'label' }}
      loading={isPending}
      value={value ?? null}
      onChange={onChange}
      notFoundContent={texts.noSkillQueues}
      options={(data ?? []).map((queue) => ({ value: queue.id, label: `${queue.id} ${queue.name}` }))}
    />
  );
}

/** A flow of the VDN, or any other code: the flow may be one of the PBX. */
function FlowEntry({ common, value, onChange }: ChosenEntryProps<string>) {
  const { vdnId } = useSession();
  const { data } = useQuery(flowsQuery(vdnId));
  return (
    <AutoComplete
      {...common}
      value={value}
      onChange={(code: string) => onChange(code === '' ? undefined : code)}
      options={(data ?? []).map((flow) => ({ value: flow.code, label: `${flow.code} ${flow.description}` }))}
    />
  );
}

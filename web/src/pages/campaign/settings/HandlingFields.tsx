// How calls are handled beside the contract's settings: weight, announcement, machine detection, recording.
import { useQuery } from '@tanstack/react-query';
import { Card, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { flowsQuery } from '../../../api/agents/flows.ts';
import { useSession } from '../../../session/useSession.ts';
import { useTexts } from '../../../text/useTexts.ts';
import styles from '../form/CampaignForm.module.css';
import { type Draft, valueAt, withValue } from '../form/draft.ts';
import { fieldId } from '../form/fieldFocus.ts';
import { helpTexts, optionTexts } from '../form/fieldTexts.ts';
import { formTexts } from '../form/texts.ts';
import { useFieldTexts } from '../form/useFieldTexts.ts';

interface HandlingFieldsProps {
  readonly draft: Draft;
  readonly running: Draft;
  readonly isReadOnly: boolean;
  readonly onChange: (draft: Draft) => void;
}

const reactions = ['hangUp', 'leaveMessage', 'passOn'] as const;
const detectionDefault = { machine: 'hangUp', unsure: 'passOn' };

export function HandlingFields({ draft, running, isReadOnly, onChange }: HandlingFieldsProps) {
  const texts = useTexts(formTexts);
  const options = useTexts(optionTexts);
  const { vdnId } = useSession();
  const { data: flows = [] } = useQuery(flowsQuery(vdnId));
  const flowOptions = flows.map(({ code, description }) => ({
    value: code,
    label: `${code} ${description}`,
  }));
  const detection = valueAt(draft, 'handling.machineDetection');
  const set = (name: string, value: unknown): void => onChange(withValue(draft, `handling.${name}`, value));
  const choices = reactions.map((value) => ({ value, label: options[`reaction ${value}`] }));
  const leavesMessage = ['machine', 'unsure'].some(
    (name) => valueAt(draft, `handling.machineDetection.${name}`) === 'leaveMessage',
  );
  const field = (name: string, entry: (id: string, value: unknown) => ReactNode) => (
    <Field key={name} name={name} draft={draft} running={running} entry={entry} />
  );
  return (
    <Card size="small" title={texts.handling} className={styles.section}>
      <div className={styles.fields}>
        {field('weight', (id, value) => (
          <InputNumber
            id={id}
            className={styles.input}
            min={1}
            max={100}
            precision={0}
            disabled={isReadOnly}
            value={typeof value === 'number' ? value : null}
            onChange={(weight) => set('weight', weight ?? 10)}
          />
        ))}
        {field('abandonmentFlowCode', (id, value) => (
          <Select
            id={id}
            className={styles.input}
            allowClear
            disabled={isReadOnly}
            placeholder={texts.vdnAnnouncement}
            value={value ?? null}
            onChange={(code) => set('abandonmentFlowCode', code)}
            options={flowOptions}
          />
        ))}
        {field('recording', (id, value) => (
          <Switch
            id={id}
            disabled={isReadOnly}
            checked={value === true}
            onChange={(isOn) => set('recording', isOn)}
          />
        ))}
        {field('machineDetection', (id) => (
          <Switch
            id={id}
            disabled={isReadOnly}
            checked={detection !== undefined}
            onChange={(isOn) => set('machineDetection', isOn ? detectionDefault : undefined)}
          />
        ))}
        {detection === undefined
          ? null
          : ['machineDetection.machine', 'machineDetection.unsure'].map((name) =>
              field(name, (id, value) => (
                <Select
                  id={id}
                  className={styles.input}
                  disabled={isReadOnly}
                  value={value}
                  onChange={(reaction) => set(name, reaction)}
                  options={choices}
                />
              )),
            )}
        {leavesMessage
          ? field('machineDetection.messageFlowCode', (id, value) => (
              <Select
                id={id}
                className={styles.input}
                disabled={isReadOnly}
                value={value ?? null}
                onChange={(code) => set('machineDetection.messageFlowCode', code)}
                options={flowOptions}
              />
            ))
          : null}
      </div>
    </Card>
  );
}

interface FieldProps extends Pick<HandlingFieldsProps, 'draft' | 'running'> {
  readonly name: string;
  readonly entry: (id: string, value: unknown) => ReactNode;
}

function Field({ name, draft, running, entry }: FieldProps) {
  const texts = useTexts(formTexts);
  const helps = useTexts(helpTexts);
  const words = useFieldTexts();
  const id = fieldId(name);
  const path = `handling.${name}`;
  const [value, before] = [valueAt(draft, path), valueAt(running, path)];
  const isChanged = JSON.stringify(value) !== JSON.stringify(before);
  const help = new Map(Object.entries(helps)).get(name);
  return (
    <div className={`${styles.field} ${isChanged ? styles.changed : ''}`}>
      <label className={styles.label} htmlFor={id}>
        {words.label(path)}
      </label>
      {entry(id, value)}
      {isChanged ? <p className={styles.was}>{texts.was(words.value(path, before))}</p> : null}
      {help === undefined ? null : <p className={styles.help}>{help}</p>}
    </div>
  );
}

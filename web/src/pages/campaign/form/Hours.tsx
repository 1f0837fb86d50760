// The hours of a campaign in the form: six segments of a day, by picture and by number.
import { Input } from 'antd';
import { useId } from 'react';
import { useLanguage } from '../../../preferences.ts';
import { useTexts } from '../../../text/useTexts.ts';
import styles from './CampaignForm.module.css';
import { valueAt, withValue } from './draft.ts';
import { fieldId } from './fieldFocus.ts';
import { fieldTexts } from './fieldTexts.ts';
import type { CampaignFormProps } from './formProps.ts';
import { formTexts } from './texts.ts';
import { useFieldTexts } from './useFieldTexts.ts';

export function Hours({ form }: { readonly form: CampaignFormProps }) {
  const words = useFieldTexts();
  const language = useLanguage();
  const faults = form.violations.filter(({ path }) => path === 'scheduleParam');
  return (
    <div className={styles.wide}>
      {faults.map((fault) => (
        <p key={fault.rule.en_US} className={styles.fault}>
          {words.rule(fault.rule[language])}
        </p>
      ))}
      <div className={styles.hours}>
        {kinds.flatMap((kind) =>
          places.map((place) => <Segment key={kind + place} {...{ kind, place, form }} />),
        )}
      </div>
    </div>
  );
}

const kinds = ['workday', 'holiday'] as const;
const places = [1, 2, 3] as const;

interface SegmentProps {
  readonly kind: (typeof kinds)[number];
  readonly place: (typeof places)[number];
  readonly form: CampaignFormProps;
}

function Segment({ kind, place, form }: SegmentProps) {
  const texts = useTexts(formTexts);
  const fields = useTexts(fieldTexts);
  const words = useFieldTexts();
  const language = useLanguage();
  const id = useId();
  const ends = (['Begin', 'End'] as const).map((end) => ({
    end,
    path: `scheduleParam.${kind}${end}Time${place}`,
  }));
  const faults = form.violations.filter(({ path }) => ends.some((one) => one.path === path));
  const isChanged = ends.some(
    ({ path }) => form.running !== null && valueAt(form.running, path) !== valueAt(form.draft, path),
  );
  const textOf = (draft: CampaignFormProps['draft']): string => {
    const given = ends.map(({ path }) => valueAt(draft, path)).filter((one) => one !== undefined);
    return given.length === 0 ? texts.nothing : given.join('–');
  };
  return (
    <div className={`${styles.field} ${isChanged ? styles.changed : ''}`}>
      <fieldset className={styles.segment}>
        <legend className={styles.legend}>{texts.segment(fields[kind], place)}</legend>
        {ends.map(({ end, path }) => (
          <Input
            key={path}
            id={fieldId(path)}
            className={styles.time}
            inputMode="numeric"
            maxLength={5}
            placeholder="--:--"
            autoComplete="off"
            disabled={form.isReadOnly === true}
            aria-label={words.label(path)}
            aria-describedby={`${id}-about`}
            {...(faults.some((fault) => fault.path === path)
              ? ({ status: 'error', 'aria-invalid': true } as const)
              : {})}
            value={String(valueAt(form.draft, path) ?? '')}
            onBlur={({ target }) => {
              const whole = clockTime(target.value);
              if (whole !== target.value) form.onChange(withValue(form.draft, path, whole));
            }}
            onChange={({ target }) =>
              form.onChange(withValue(form.draft, path, target.value === '' ? undefined : target.value))
            }
            prefix={<span className={styles.limits}>{end === 'Begin' ? texts.begin : texts.end}</span>}
          />
        ))}
      </fieldset>
      <div id={`${id}-about`}>
        {isChanged && form.running !== null ? (
          <p className={styles.was}>{texts.was(textOf(form.running))}</p>
        ) : null}
        {faults.map((fault) => (
          <p key={fault.path + fault.rule.en_US} className={styles.fault}>
            {words.rule(fault.rule[language])}
          </p>
        ))}
      </div>
    </div>
  );
}

/** `9`, `930` and `9:30` are times as people type them. */
function clockTime(text: string): string {
  const [, hours = '', minutes = '00'] = /^(\d{1,2}?)(?::?(\d{2}))?$/.exec(text.trim()) ?? [];
  return hours === '' ? text : `${hours.padStart(2, '0')}:${minutes}`;
}

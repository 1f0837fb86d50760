// One special date to add or to change, judged as the server judges it.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Modal, Segmented } from 'antd';
import { useId, useState } from 'react';
import { readAddSpecialDate } from '../../../../../src/contract/read/readSpecialDate.ts';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { toMillis } from '../../../../../src/core/units.ts';
import type { DateBody } from '../../../api/campaigns/specialDates.ts';
import { serverNow } from '../../../live/serverClock.ts';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useLanguage } from '../../../preferences.ts';
import { tagOf } from '../../../text/language.ts';
import { useTexts } from '../../../text/useTexts.ts';
import styles from '../form/CampaignForm.module.css';
import { settingsTexts } from '../settings/texts.ts';
import { weekDayName } from './days.ts';
import { RuleText } from './RuleText.tsx';
import { scheduleTexts } from './texts.ts';

interface DateDialogProps {
  readonly zone: string;
  /** Null: a new one. */
  readonly date: SpecialDate | null;
  /** The same date as it is by now: somebody else may have changed it. */
  readonly present: SpecialDate | null;
  /** `seen`: what was there when it was decided. Throws a Problem when it is refused. */
  readonly onSave: (seen: SpecialDate | null, body: DateBody) => Promise<unknown>;
  readonly onClose: () => void;
}

const weekDays = [1, 2, 3, 4, 5, 6, 7];

export function DateDialog({ zone, date, present, onSave, onClose }: DateDialogProps) {
  const texts = useTexts(scheduleTexts);
  const language = useLanguage();
  const id = useId();
  const [body, setBody] = useState<DateBody>(() => dateBodyOf(date));
  const [seen, setSeen] = useState(date);
  const [isTried, setTried] = useState(false);
  const context = { now: toMillis(serverNow()), timeZone: zone, apiTimes: 'local' } as const;
  const reading = readAddSpecialDate(body, context);
  const { mutate, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: () => onSave(seen, body),
    onSuccess: onClose,
  });
  const isTheirs = !isPending && !isSuccess && JSON.stringify(present) !== JSON.stringify(seen);
  const faultsOf = (path: string) =>
    reading.ok || !isTried
      ? []
      : reading.violations.filter((one) => one.path === path).map(({ rule }) => rule[language]);
  const faults = (path: string) =>
    faultsOf(path).map((text) => (
      <p key={text} className={styles.fault}>
        {text}
      </p>
    ));
  const day = (path: 'beginTime' | 'endTime', label: string) => (
    <div>
      <label className={styles.label} htmlFor={`${id}-${path}`}>
        {label}
      </label>
      <Input
        id={`${id}-${path}`}
        {...(body.type === 2 ? { type: 'date' } : { placeholder: 'MM-dd', maxLength: 5 })}
        value={body[path] ?? ''}
        onChange={({ target }) => setBody({ ...body, [path]: target.value })}
      />
      {faults(path)}
    </div>
  );
  return (
    <Modal
      open
      title={date === null ? texts.add : texts.change(date.name)}
      okText={texts.save}
      cancelText={texts.cancel}
      confirmLoading={isPending}
      okButtonProps={{ disabled: isTheirs }}
      onCancel={onClose}
      onOk={() => {
        setTried(true);
        if (reading.ok) mutate();
      }}
    >
      {isTheirs && present !== null ? (
        <Theirs
          date={present}
          onDecide={(isMine) => {
            setSeen(present);
            if (!isMine) setBody(dateBodyOf(present));
            reset();
          }}
        />
      ) : null}
      {error === null || isTheirs ? null : <ProblemAlert problem={error} />}
      <div style={{ display: 'grid', gap: 16 }}>
        <div>
          <label className={styles.label} htmlFor={`${id}-name`}>
            {texts.name}
          </label>
          <Input
            id={`${id}-name`}
            value={body.name}
            onChange={({ target }) => setBody({ ...body, name: target.value })}
          />
          {faults('name')}
        </div>
        <Segmented<1 | 2 | 3>
          aria-label={texts.kind}
          value={body.type}
          onChange={(type) => setBody({ name: body.name, type })}
          options={[
            { value: 1, label: texts.weekly },
            { value: 2, label: texts.once },
            { value: 3, label: texts.yearly },
          ]}
        />
        {body.type === 1 ? (
          <div>
            <Checkbox.Group
              aria-label={texts.days}
              value={(body.week ?? '').split(',').filter(Boolean).map(Number)}
              onChange={(days) =>
                setBody({ ...body, week: days.toSorted((one, other) => one - other).join(',') })
              }
              options={weekDays.map((value) => ({ value, label: weekDayName(value, tagOf(language)) }))}
            />
            {faults('week')}
          </div>
        ) : (
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 12 }}>
            {day('beginTime', texts.from)}
            {day('endTime', texts.to)}
          </div>
        )}
      </div>
    </Modal>
  );
}

/** What somebody else has made of the date meanwhile, and the decision. */
function Theirs({
  date,
  onDecide,
}: {
  readonly date: SpecialDate;
  readonly onDecide: (isMine: boolean) => void;
}) {
  const texts = useTexts(scheduleTexts);
  const words = useTexts(settingsTexts);
  return (
    <Alert
      role="alert"
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={texts.theyChanged}
      description={
        <>
          <p>
            <b>{date.name}</b> <RuleText date={date} />
          </p>
          <Button onClick={() => onDecide(false)}>{words.dropMine}</Button>{' '}
          <Button type="primary" onClick={() => onDecide(true)}>
            {words.keepMine}
          </Button>
        </>
      }
    />
  );
}

/** As the contract's interface takes it. */
export function dateBodyOf(date: SpecialDate | null): DateBody {
  if (date === null) return { name: '', type: 2 };
  const { name, rule } = date;
  if (rule.kind === 'week') return { name, type: 1, week: rule.days.join(',') };
  return { name, type: rule.kind === 'date' ? 2 : 3, beginTime: rule.begin, endTime: rule.end };
}

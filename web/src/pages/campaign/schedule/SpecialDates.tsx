// The special dates of a campaign: a list to change, and the year in which they lie.
import { DeleteOutlined, EditOutlined, LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Card } from 'antd';
import { useState } from 'react';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useLanguage } from '../../../preferences.ts';
import { useSession } from '../../../session/useSession.ts';
import { tagOf } from '../../../text/language.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { DateDialog } from './DateDialog.tsx';
import { weekDayName } from './days.ts';
import { deleteDate } from './queries.ts';
import styles from './schedule.module.css';
import { scheduleTexts } from './texts.ts';
import { Year } from './Year.tsx';

interface SpecialDatesProps {
  readonly campaignId: number;
  readonly dates: readonly SpecialDate[];
  readonly zone: string;
  /** `yyyy-MM-dd` */
  readonly today: string;
  readonly isReadOnly: boolean;
}

export function SpecialDates({ campaignId, dates, zone, today, isReadOnly }: SpecialDatesProps) {
  const texts = useTexts(scheduleTexts);
  const { vdnId } = useSession();
  const { modal } = App.useApp();
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  /** Undefined: no dialog is open; null: one for a new date is. */
  const [edited, setEdited] = useState<SpecialDate | null | undefined>(undefined);
  const deletion = useMutation({ mutationFn: (id: number) => deleteDate(vdnId, campaignId, id) });
  const confirm = ({ id, name }: SpecialDate): void =>
    void modal.confirm({
      title: texts.removeTitle(name),
      okText: texts.removeIt,
      cancelText: texts.cancel,
      okButtonProps: { danger: true },
      // What goes wrong is told on the page.
      onOk: () => deletion.mutateAsync(id).catch(() => undefined),
    });
  return (
    <Card
      size="small"
      title={texts.dates}
      extra={
        isReadOnly ? null : (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEdited(null)}>
            {texts.add}
          </Button>
        )
      }
    >
      <p className={styles.about}>{texts.datesHelp}</p>
      {deletion.error === null ? null : <ProblemAlert problem={deletion.error} />}
      {dates.length === 0 ? <p>{texts.none}</p> : null}
      <ul className={styles.dates} aria-label={texts.dates}>
        {dates.map((date) => (
          <li key={date.id} className={styles.date}>
            <b>{date.name}</b>
            <span className={styles.dateRule}>
              <RuleText date={date} />
            </span>
            {isReadOnly ? null : (
              <>
                <Button
                  size="small"
                  type="text"
                  icon={<EditOutlined />}
                  aria-label={texts.change(date.name)}
                  onClick={() => setEdited(date)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={texts.remove(date.name)}
                  onClick={() => confirm(date)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <div style={{ display: 'flex', alignItems: 'center', gap: 8, marginTop: 16 }}>
        <Button
          size="small"
          icon={<LeftOutlined />}
          aria-label={texts.yearBefore}
          onClick={() => setYear(year - 1)}
        />
        <b>{texts.year(year)}</b>
        <Button
          size="small"
          icon={<RightOutlined />}
          aria-label={texts.yearAfter}
          onClick={() => setYear(year + 1)}
        />
      </div>
      <Year year={year} dates={dates} zone={zone} today={today} />
      <div className={styles.legend}>
        <span className={styles.specialDay}>{texts.dates}</span>
        <span className={styles.clockDay}>{texts.clock}</span>
      </div>
      {edited === undefined ? null : (
        <DateDialog campaignId={campaignId} zone={zone} date={edited} onClose={() => setEdited(undefined)} />
      )}
    </Card>
  );
}

function RuleText({ date: { rule } }: { readonly date: SpecialDate }) {
  const texts = useTexts(scheduleTexts);
  const tag = tagOf(useLanguage());
  switch (rule.kind) {
    case 'week':
      return texts.every(rule.days.map((day) => weekDayName(day, tag)).join(', '));
    case 'date':
      return texts.onceFrom(rule.begin, rule.end);
    case 'yearly':
      return texts.yearlyFrom(rule.begin, rule.end);
  }
}

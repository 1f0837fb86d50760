// A list of special dates that can be changed: those of a campaign, or of one that is still to be added. What
// changing does, the page says.
import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Card } from 'antd';
import { type ReactNode, useState } from 'react';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import type { DateBody } from '../../../api/campaigns/specialDates.ts';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useTexts } from '../../../text/useTexts.ts';
import { DateDialog } from './DateDialog.tsx';
import { RuleText } from './RuleText.tsx';
import styles from './schedule.module.css';
import { scheduleTexts } from './texts.ts';

interface DateListProps {
  readonly dates: readonly SpecialDate[];
  readonly zone: string;
  readonly isReadOnly?: boolean;
  /** `seen`: what it is to replace; null: a new one. Throws a Problem when it is refused, and so does `onDelete`. */
  readonly onSave: (seen: SpecialDate | null, body: DateBody) => Promise<unknown>;
  readonly onDelete: (id: number) => Promise<unknown>;
  /** Below the list. */
  readonly children?: ReactNode;
}

export function DateList({ dates, zone, isReadOnly = false, onSave, onDelete, children }: DateListProps) {
  const texts = useTexts(scheduleTexts);
  const { modal } = App.useApp();
  /** Undefined: no dialog is open; null: one for a new date is. */
  const [edited, setEdited] = useState<SpecialDate | null | undefined>(undefined);
  const deletion = useMutation({ mutationFn: onDelete });
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
      {children}
      {edited === undefined ? null : (
        <DateDialog
          zone={zone}
          date={edited}
          present={dates.find(({ id }) => id === edited?.id) ?? edited}
          onSave={onSave}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Card>
  );
}

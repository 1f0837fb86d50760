// The special dates of a campaign, and the year in which they lie.
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { SpecialDate } from '../../../../../src/core/specialDate.ts';
import { deleteDate, saveDate } from '../../../api/campaigns/specialDates.ts';
import { useSession } from '../../../session/useSession.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { DateList } from './DateList.tsx';
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
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  return (
    <DateList
      dates={dates}
      zone={zone}
      isReadOnly={isReadOnly}
      onSave={(seen, body) => saveDate(vdnId, campaignId, seen, body)}
      onDelete={(id) => deleteDate(vdnId, campaignId, id)}
    >
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
    </DateList>
  );
}

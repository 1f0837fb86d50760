// Judges the rows of the sample, and says whether the file has a row that can be imported.
import { useMemo } from 'react';
import type { DeviceType } from '../../../../../../src/core/campaign.ts';
import { toMillis } from '../../../../../../src/core/units.ts';
import { serverNow } from '../../../../live/serverClock.ts';
import { useTimeZone } from '../../../../session/useSession.ts';
import { allRecords, type FileReading } from './choices.ts';
import { judgeRows, type LeftOut } from './columns.ts';
import type { Sample } from './file.ts';

export interface Verdict {
  /** Rows that were looked at, the header not counted. */
  readonly count: number;
  /** Those of them that the server will leave out. */
  readonly leftOut: readonly LeftOut[];
  /** True when all of the file was looked at and no row of it can be imported. */
  readonly isHopeless: boolean;
}

export function useVerdict(sample: Sample, reading: FileReading, deviceType: DeviceType): Verdict {
  const timeZone = useTimeZone();
  return useMemo(() => {
    const { records, hasHeader, mapping } = reading;
    const context = { now: toMillis(serverNow()), timeZone, apiTimes: 'local' } as const;
    const judge = (some: FileReading['records']): Omit<Verdict, 'isHopeless'> => ({
      count: some.length - (hasHeader ? 1 : 0),
      leftOut: judgeRows(some, hasHeader, mapping, { context, deviceType }),
    });
    const looked = judge(records);
    const fitsNone = ({ count, leftOut }: Omit<Verdict, 'isHopeless'>): boolean => leftOut.length >= count;
    const isHopeless = sample.isWhole && fitsNone(looked) && fitsNone(judge(allRecords(sample, reading)));
    return { ...looked, isHopeless };
  }, [sample, reading, deviceType, timeZone]);
}

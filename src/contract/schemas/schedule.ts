// The time segments of a campaign (seed, Table 4): three on workdays, three on holidays, and of
// the workday ones at least one.
import { object, optional, text } from '../rules/field.ts';

type Kind = 'workday' | 'holiday';
type Place = 1 | 2 | 3;

const begin = (kind: Kind, place: Place) =>
  optional(
    text({
      format: 'segmentTime',
      'x-pair': { end: `${kind}EndTime${place}`, together: true, order: 'before' },
      description: `Start time of outbound call time segment ${place} on ${kind}s.`,
    }),
  );

const end = (kind: Kind, place: Place) =>
  optional(
    text({
      format: 'segmentTime',
      description: `End time of outbound call time segment ${place} on ${kind}s; the segment is open up to, not including, it.`,
    }),
  );

export const scheduleParam = object(
  {
    workdayBeginTime1: begin('workday', 1),
    workdayEndTime1: end('workday', 1),
    workdayBeginTime2: begin('workday', 2),
    workdayEndTime2: end('workday', 2),
    workdayBeginTime3: begin('workday', 3),
    workdayEndTime3: end('workday', 3),
    holidayBeginTime1: begin('holiday', 1),
    holidayEndTime1: end('holiday', 1),
    holidayBeginTime2: begin('holiday', 2),
    holidayEndTime2: end('holiday', 2),
    holidayBeginTime3: begin('holiday', 3),
    holidayEndTime3: end('holiday', 3),
  },
  {
    description: 'Outbound call time segments, in the time zone of the VDN.',
    atLeastOne: [
      'workdayBeginTime1',
      'workdayEndTime1',
      'workdayBeginTime2',
      'workdayEndTime2',
      'workdayBeginTime3',
      'workdayEndTime3',
    ],
  },
);

// Reads the queries for results and for exception statistics (contract.md 10.1 and 4.2).
import type { ExceptionQuery, ResultQuery } from '../../core/query.ts';
import { toCampaignId } from '../../core/units.ts';
import { dayOfInstant } from '../../core/zone.ts';
import { accepted, type ReadContext, type Reading } from '../rules/violation.ts';
import { exceptionQuery, resultQueryBody } from '../schemas/result.ts';
import { instantsOfDays } from '../time.ts';
import { read } from './read.ts';
import { storableId } from './readPath.ts';

/** Rows of an answer when no page is asked for. */
const unpagedRows = 2000;
/** Rows of a page when only its number is given. */
const pageRows = 100;

/** Days are those of the VDN's zone, by the time of the dial. */
export function readResultQuery(body: unknown, context: ReadContext): Reading<ResultQuery> {
  const reading = read(resultQueryBody, body, context);
  if (!reading.ok) return reading;
  const { sessionId, customField, pageSize, pageNum, showDetail, beginTime, endTime } = reading.value;
  return accepted({
    sessionId: sessionId ?? null,
    customField: customField ?? null,
    dialed:
      beginTime === undefined || endTime === undefined
        ? null
        : instantsOfDays({ begin: beginTime, end: endTime }, context.timeZone),
    everyAttempt: showDetail === 1,
    page: pageNum ?? 1,
    rowsPerPage: pageSize ?? (pageNum === undefined ? unpagedRows : pageRows),
  });
}

/** Without days: today. */
export function readExceptionQuery(query: unknown, context: ReadContext): Reading<ExceptionQuery> {
  const reading = read(exceptionQuery, query, context, { source: 'text' });
  if (!reading.ok) return reading;
  const today = dayOfInstant(context.now, context.timeZone);
  const { campaignId, startDate, endDate } = reading.value;
  return accepted({
    campaignId: toCampaignId(storableId(campaignId)),
    days: { begin: startDate ?? today, end: endDate ?? today },
  });
}

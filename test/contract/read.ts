// Reads a case with the reader of its interface, as the HTTP door does.
import {
  readAddCampaign,
  readCampaignListQuery,
  readDeleteCampaign,
  readModifyCampaign,
} from '../../src/contract/read/readCampaign.ts';
import { readDeleteNumbers, readNumbers } from '../../src/contract/read/readNumber.ts';
import { readExceptionQuery, readResultQuery } from '../../src/contract/read/readResult.ts';
import { readAddSpecialDate, readModifySpecialDate } from '../../src/contract/read/readSpecialDate.ts';
import type { ReadContext, Reading } from '../../src/contract/rules/violation.ts';
import type { InterfaceName } from './cases.ts';

const readers: Record<InterfaceName, (input: unknown, context: ReadContext) => Reading<unknown>> = {
  modifyCampaign: readModifyCampaign,
  addCampaign: readAddCampaign,
  deleteCampaign: readDeleteCampaign,
  campaignList: readCampaignListQuery,
  addSpecialDate: readAddSpecialDate,
  modifySpecialDate: readModifySpecialDate,
  addNumbers: readNumbers,
  deleteNumbers: readDeleteNumbers,
  resultQuery: readResultQuery,
  exceptionStatistics: readExceptionQuery,
};

export const readCase = (on: InterfaceName, input: unknown, context: ReadContext): Reading<unknown> =>
  readers[on](input, context);

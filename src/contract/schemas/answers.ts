// The fields of answers and notices. The writers take their types from these schemas and the OpenAPI
// document prints them, so the two cannot differ.
import { type TSchema, Type } from 'typebox';
import { scheduleParam } from './schedule.ts';

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const text = (description: string) => Type.String({ description });
const integer = (description: string) => Type.Integer({ description });

/** The four fields of every answer (seed, Table 13). */
export const envelope = Type.Object(
  {
    resultCode: text('0200000: success; else the code of the first violation.'),
    resultDesc: text('Empty on success; else a sentence for each violation, ten at most.'),
    returnCode: text('The same as resultCode.'),
    returnDesc: text('The same as resultDesc.'),
  },
  { description: 'The common part of every answer.' },
);

const status = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4)], {
  description: '1: draft; 2: started; 3: paused; 4: expired.',
});

/** `yyyy-MM-dd HH:mm:ss` */
const time = (description: string) => orNull(text(`${description} yyyy-MM-dd HH:mm:ss.`));

const averageCallTime = {
  maxAvgCallTime: integer('Maximum average call duration, in seconds.'),
  minAvgCallTime: integer('Minimum average call duration, in seconds.'),
};

type SegmentName = keyof typeof scheduleParam.properties;

const segments = Type.Unsafe<Record<SegmentName, string | null>>(
  Type.Object(
    Object.fromEntries(Object.keys(scheduleParam.properties).map((name) => [name, orNull(text('HH:mm.'))])),
    { description: 'Time segments; those not set are null.' },
  ),
);

const predict = Type.Object({
  predictMethod: integer('1, 2, 3 or 5.'),
  expPredictParam: orNull(Type.Object({ ...averageCallTime, outBoundRate: integer('Percent.') })),
  agentPredictParam: orNull(
    Type.Object({
      ...averageCallTime,
      lossRate: integer('Percent.'),
      utilRate: integer('Percent.'),
      utilRateMethod: integer('1 or 2.'),
    }),
  ),
  connectPredictParam: orNull(
    Type.Object({
      ...averageCallTime,
      lossRate: integer('Percent.'),
      waitTime: integer('Seconds.'),
      connRate: integer('Percent.'),
    }),
  ),
  offhookPredictParam: orNull(Type.Object({ offHookRate: integer('Percent.') })),
});

const preview = Type.Object({
  failInterval: integer('Seconds.'),
  obCallCount: integer('Calls each time.'),
  autoCallTime: integer('Seconds.'),
});

const head = {
  id: integer('Campaign ID.'),
  name: text('Name.'),
  status,
  strBeginTime: time('Begin.'),
  strEndTime: time('End.'),
  deviceType: integer('1, 2, 3, 5 or 6.'),
  callerNo: text('Calling number.'),
};

export const campaignItem = Type.Object(head, { description: 'A campaign in a list.' });

export const campaignDetails = Type.Object(
  {
    ...head,
    description: orNull(text('Description.')),
    maxAlertingTime: integer('Seconds.'),
    scheduleParam: segments,
    ivrParam: orNull(
      Type.Object({
        deviceSign: text('Flow code or access code.'),
        callCount: integer('Calls each time.'),
        callInterval: integer('Seconds.'),
      }),
    ),
    skillParam: orNull(
      Type.Object({
        skillId: integer('Skill queue ID.'),
        skillName: orNull(text('Skill queue name.')),
        outBoundType: integer('2, 5 or 6.'),
        predictParam: orNull(predict),
        previewParam: orNull(preview),
      }),
    ),
    callBackUrl: text('URL for results.'),
  },
  { description: 'A campaign with all its settings.' },
);

export const campaignId = Type.Object({ id: integer('ID of the new campaign.') });

export const campaignList = Type.Object({
  curPage: integer('Page, from 1.'),
  totalSize: integer('Campaigns that meet the query.'),
  rowsPerPage: integer('Rows of a page.'),
  curSkillQueueCount: integer('Skill-queue campaigns that are not ended.'),
  curIvrCount: integer('IVR campaigns that are not ended.'),
  data: Type.Array(campaignItem),
});

export const specialDate = Type.Object({
  id: integer('Special date ID.'),
  name: text('Name.'),
  type: integer('1: by week; 2: by date; 3: by date, every year.'),
  week: orNull(text('Days of the week, joined by commas.')),
  beginTime: orNull(text('yyyy-MM-dd or MM-dd.')),
  endTime: orNull(text('yyyy-MM-dd or MM-dd.')),
});

const addedNumber = Type.Object({
  called: text('Called number.'),
  dataId: text('ID of the number, 19 digits.'),
});

export const addedNumbers = Type.Object({
  totalSize: integer('Numbers the campaign still has to call.'),
  dataIdList: Type.Array(addedNumber, { description: 'The new numbers, in the order of the request.' }),
  datalist: Type.Array(addedNumber, { description: 'The same list, under the name of the printed table.' }),
});

export const numberDetails = Type.Object({
  dataId: text('ID of the number.'),
  properties: Type.Array(
    Type.Object({
      propCode: text('Name of the property in the contract.'),
      propName: text('Name to show.'),
      propValue: Type.Union([Type.String(), Type.Integer(), Type.Null()], { description: 'Value.' }),
    }),
  ),
  calledNos: Type.Array(
    Type.Object({ calledNo: text('Called number.'), type: text('Class of the number.') }),
  ),
});

const result = {
  campaignId: text('Campaign ID.'),
  sessionId: text("The integrator's user ID; empty when there is none."),
  called: text('Called number.'),
  callTimeStr: text('Time of the dial, yyyy-MM-dd HH:mm:ss.'),
  callStatus: integer('5: failed; 6: succeeded.'),
  failCode: text('Cause code; 00000 on success.'),
};

/** One object of the pushed array (contract.md 9). */
export const notice = Type.Object({
  ...result,
  vdnId: integer('VDN ID.'),
  callId: text('Call record ID.'),
  customField: text("The integrator's own field; empty when there is none."),
  recordPath: text('Recording; empty when there is none.'),
});

export const resultRow = Type.Object({
  ...result,
  resultCode: text('External result code.'),
  vdnId: integer('VDN ID.'),
  callId: text('Call record ID.'),
  customField: text("The integrator's own field; empty when there is none."),
  recordPath: text('Recording; empty when there is none.'),
});

export const resultList = Type.Object({
  totalCount: integer('Results that meet the query.'),
  data: Type.Array(resultRow),
});

export const resultDetail = Type.Object({
  called: text('Called number.'),
  ackBeginTime: text('Ringing began; empty when it never did.'),
  callBeginTime: text('Connected; empty when it never was.'),
  callEndTime: text('Hang-up.'),
  callStatus: integer('5: failed; 6: succeeded.'),
  failCode: text('Cause code; 00000 on success.'),
  resultCode: text('External result code.'),
  vdnId: integer('VDN ID.'),
  callId: text('Call record ID.'),
  recordPath: text('Recording; empty when there is none.'),
});

export const dayOfFailures = Type.Object({
  statDate: text('yyyy-MM-dd.'),
  failData: Type.Record(Type.String(), Type.Integer(), { description: 'Calls by cause code.' }),
});

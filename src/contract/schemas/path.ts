// The parameters in the path (seed, Table 1). They arrive as text and are read before anything else
// of a request; no interface has a range for any of them but vdnId.
import { integer, object, text } from '../rules/field.ts';

export const vdnPath = object(
  { vdnId: integer({ minimum: 1, maximum: 9999, description: 'VDN ID.' }) },
  { description: 'Path.' },
);

export const campaignPath = object(
  { campaignId: integer({ description: 'Outbound campaign task ID.' }) },
  { description: 'Path.' },
);

export const specialDatePath = object(
  { holidayId: integer({ description: 'Special date ID.' }) },
  { description: 'Path.' },
);

/** 19 digits in the samples (contract.md 7.1), too many for a number of JSON. */
export const contactPath = object(
  {
    dataId: text({
      format: 'integerText',
      description: 'ID of a number, as the interface that adds numbers returns it.',
    }),
  },
  { description: 'Path.' },
);

export const callPath = object(
  {
    callId: text({ minLength: 3, format: 'callId', description: 'Call record ID, such as 1644464743-1388.' }),
  },
  { description: 'Path.' },
);

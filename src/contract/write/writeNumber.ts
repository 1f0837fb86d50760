// Numbers of a campaign as the wire shows them (contract.md 7.1 and 7.4).
import type { AddedContact, Contact } from '../../core/contact.ts';
import type { Shaped } from '../rules/field.ts';
import type { addedNumbers, numberDetails } from '../schemas/answers.ts';
import { wallOrNull } from '../time.ts';

/** The `returnObject` of adding; `unfinished` counts what the campaign still has to call. */
export function writeAddedNumbers(
  added: readonly AddedContact[],
  unfinished: number,
): Shaped<typeof addedNumbers> {
  // The printed table calls the list datalist, its sample dataIdList: clients look for either.
  const list = added.map(({ called, id }) => ({ called, dataId: String(id) }));
  return { totalSize: unfinished, dataIdList: list, datalist: list };
}

/** The `data` of one number. V1 knows no classes of numbers, so the type is empty. */
export function writeNumber(contact: Contact, timeZone: string): Shaped<typeof numberDetails> {
  const property = (propCode: string, propName: string, propValue: string | number | null) => ({
    propCode,
    propName,
    propValue,
  });
  return {
    dataId: contact.id,
    properties: [
      property('sessionId', 'Session ID', contact.sessionId),
      property('caller', 'Calling number', contact.caller),
      property('customField', 'Custom field', contact.customField),
      property('recycleTime', 'Recycle time', wallOrNull(contact.recycleAt, timeZone)),
      property('callData', 'Channel-associated data', contact.callData),
      property('priority', 'Priority', String(contact.priority)),
      property('state', 'State', contact.state),
      property('attempts', 'Attempts', contact.attempts),
      property('failCode', 'Cause of the latest attempt', contact.cause),
    ],
    calledNos: [{ calledNo: contact.called, type: '' }],
  };
}

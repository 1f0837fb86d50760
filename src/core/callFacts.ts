// What the carrier tells of an ended call, cut to what can be kept. Names and values come from a dialplan
// of the operator, and a text that the database refuses would hold up every result behind it.
import type { CallFacts } from './call.ts';

const variablesMax = 32;
const nameLengthMax = 64;
const valueLengthMax = 1_000;
const pathLengthMax = 1_000;

/** The same facts, with at most 32 variables and texts of at most 1,000 characters, all of them storable. */
export function storableFacts({ answeredBy, recordPath, flowVariables }: CallFacts): CallFacts {
  const variables = Object.entries(flowVariables)
    .map(([name, value]) => [storable(name, nameLengthMax), storable(value, valueLengthMax)] as const)
    .filter(([name]) => name !== '');
  return {
    answeredBy,
    recordPath: recordPath === null || recordPath === '' ? null : storable(recordPath, pathLengthMax),
    flowVariables: Object.fromEntries(variables.slice(0, variablesMax)),
  };
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
const storable = (text: string, lengthMax: number): string =>
  text.replaceAll('\0', '').slice(0, lengthMax).toWellFormed();

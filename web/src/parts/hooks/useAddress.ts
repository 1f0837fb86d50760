// What a page shows, as words of its address: filters, the page of a list, a tab. What is as it is at the
// beginning is left out of the address.
import { useSearchParams } from 'react-router';

/**
 * The words with their values, and a function that changes some of them. `beginning` names the words and
 * their values when the address says nothing; it must not change while the page is there.
 */
export function useAddress<Names extends string>(
  beginning: Readonly<Record<Names, string>>,
): [Readonly<Record<Names, string>>, (change: Partial<Record<Names, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const values: Record<Names, string> = { ...beginning };
  for (const name of namesOf(beginning)) values[name] = params.get(name) ?? beginning[name];
  const change = (changes: Partial<Record<Names, string>>): void => {
    setParams((before) => {
      const after = new URLSearchParams(before);
      for (const name of namesOf(beginning)) {
        const value = changes[name];
        if (value === undefined) continue;
        if (value === beginning[name]) after.delete(name);
        else after.set(name, value);
      }
      return after;
    });
  };
  return [values, change];
}

/** The keys of a record are its names. */
const namesOf = <Names extends string>(record: Readonly<Record<Names, string>>): Names[] =>
  Object.keys(record) as Names[];

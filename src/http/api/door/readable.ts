// Core's values as JSON for people: an instant, which core counts in milliseconds, is written as an
// ISO 8601 text. Its name says that it is one: by the rule of the house it is `at` or ends in `At`.

/** A copy in which every number named `at` or `…At` is an ISO 8601 text in UTC. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /(^a|A)t$/.test(name) && typeof inner === 'number' ? new Date(inner).toISOString() : readable(inner),
    ]),
  );
}

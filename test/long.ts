// `npm run test:long` tells each story with all its rounds; `npm test` tells the same stories with fewer.

export const isLong = process.env.CAMPANA_TEST_LONG !== undefined;

/** How often something is repeated: `usual` times, and `long` times in a long run. */
export const rounds = (usual: number, long: number): number => (isLong ? long : usual);

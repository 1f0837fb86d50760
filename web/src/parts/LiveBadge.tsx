// Whether the live figures on this page are of now, and if not, of when.

import { useLiveStanding } from '../live/liveFigures.ts';
import { useServerNow } from '../live/serverClock.ts';
import { liveTexts } from '../shell/texts.ts';
import { useFormat } from '../text/format.ts';
import { useTexts } from '../text/useTexts.ts';
import styles from './parts.module.css';

export function LiveBadge() {
  const texts = useTexts(liveTexts);
  const format = useFormat();
  const { state, at } = useLiveStanding();
  // Figures may be newer than the last look at the clock, and are never of the future.
  const now = Math.max(useServerNow(5), at === null ? 0 : Date.parse(at));
  const isOld = state !== 'open' && state !== 'beginning';
  return (
    <span className={`${styles.live} ${styles[state]}`} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {texts[state]}
      {isOld && at !== null ? ` · ${texts.since(format.time(at), format.relative(at, now))}` : ''}
    </span>
  );
}

// A tile for each agent, in rows. Ten thousand would be as quick as ten: only rows near what is seen are
// in the document, and the rest is empty space of the same height.

import { useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { useServerNow } from '../../live/serverClock.ts';
import { useMay } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { marks, standingOf } from './standing.ts';
import { wallTexts } from './texts.ts';
import styles from './Wall.module.css';

interface TilesProps {
  readonly agents: readonly AgentAtWork[];
  readonly names: ReadonlyMap<string, string>;
  /** Nothing is known of this moment. */
  readonly isOld: boolean;
}

/** Pixels, as Wall.module.css has them. */
const tileHeight = 76;
const gap = 8;
const tileWidthMin = 190;
const rowsAround = 4;

export function Tiles({ agents, names, isOld }: TilesProps) {
  const texts = useTexts(wallTexts);
  const place = useRef<HTMLUListElement>(null);
  const { columns, first, count } = useVisibleRows(place, agents.length);
  const now = useServerNow();
  const rows = Math.ceil(agents.length / columns);
  const shown = agents.slice(first * columns, (first + count) * columns);
  const rowHeight = tileHeight + gap;
  return (
    <ul
      ref={place}
      aria-label={texts.agents}
      className={`${styles.tiles} ${isOld ? styles.old : ''}`}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        paddingTop: first * rowHeight,
        paddingBottom: Math.max(0, rows - first - count) * rowHeight,
      }}
    >
      {shown.map((agent) => (
        <Tile key={agent.id} agent={agent} name={names.get(agent.id) ?? ''} now={now} />
      ))}
    </ul>
  );
}

interface TileProps {
  readonly agent: AgentAtWork;
  readonly name: string;
  /** Milliseconds since 1970 in the server's world. */
  readonly now: number;
}

function Tile({ agent, name, now }: TileProps) {
  const texts = useTexts(wallTexts);
  const format = useFormat();
  const maySeeCampaigns = useMay('campaign.read');
  const standing = standingOf(agent);
  const { id, since, status, state, breakReason, campaignId, called, offer } = agent;
  const afterwards =
    state === 'idle'
      ? (breakReason ?? '')
      : status === 'signedOut'
        ? texts.leaving
        : status === 'onBreak'
          ? texts.pausing
          : '';
  const number = called ?? offer?.called ?? '';
  return (
    <li className={`${styles.tile} ${styles[`edge_${standing}`]}`}>
      <div className={styles.line}>
        <span className={styles.name} title={name}>
          {name === '' ? id : name}
        </span>
        <span className={styles.time}>
          {since === null ? '' : format.clock((now - Date.parse(since)) / 1000)}
        </span>
      </div>
      <div className={styles.line}>
        <span className={styles[standing]}>
          <span aria-hidden="true">{marks[standing]} </span>
          {texts[standing]}
        </span>
        <span className={styles.small}>{name === '' ? '' : id}</span>
      </div>
      <div className={`${styles.line} ${styles.small}`}>
        <span className={styles.number}>
          {[number, afterwards].filter((text) => text !== '').join(' · ')}
        </span>
        {campaignId === null || !maySeeCampaigns ? null : (
          <Link to={`/campaigns/${campaignId}`} aria-label={texts.campaign(campaignId)}>
            #{campaignId}
          </Link>
        )}
      </div>
    </li>
  );
}

/** Which rows of the list are on the screen, or close to it, and how many tiles stand in one. */
function useVisibleRows(place: React.RefObject<HTMLElement | null>, tiles: number) {
  const [seen, setSeen] = useState({ columns: 1, first: 0, count: 12 });
  useLayoutEffect(() => {
    const look = (): void => {
      const element = place.current;
      if (element === null) return;
      const { top, width } = element.getBoundingClientRect();
      const columns = Math.max(1, Math.floor((width + gap) / (tileWidthMin + gap)));
      const rowHeight = tileHeight + gap;
      const rows = Math.ceil(tiles / columns);
      const first = Math.min(Math.max(0, Math.floor(-top / rowHeight) - rowsAround), Math.max(0, rows - 1));
      const count = Math.ceil(window.innerHeight / rowHeight) + 2 * rowsAround;
      setSeen((before) =>
        before.columns === columns && before.first === first && before.count === count
          ? before
          : { columns, first, count },
      );
    };
    look();
    const observer = new ResizeObserver(look);
    if (place.current !== null) observer.observe(place.current);
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [place, tiles]);
  return seen;
}

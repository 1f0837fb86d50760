// The way through a list of which nobody counts the pages: back to its beginning, and on. The way back by one
// is the browser's.
import { Button, Space } from 'antd';

interface PageButtonsProps {
  /** Where the page that is shown begins; empty: with the list. */
  readonly place: string;
  /** Where the next one does; null: there is none. */
  readonly next: string | null;
  readonly firstText: string;
  readonly nextText: string;
  readonly onTurn: (place: string) => void;
}

/** Nothing where the list has one page only. */
export function PageButtons({ place, next, firstText, nextText, onTurn }: PageButtonsProps) {
  if (next === null && place === '') return null;
  return (
    <Space style={{ marginTop: 12 }}>
      <Button disabled={place === ''} onClick={() => onTurn('')}>
        {firstText}
      </Button>
      <Button disabled={next === null} onClick={() => onTurn(next ?? '')}>
        {nextText}
      </Button>
    </Space>
  );
}

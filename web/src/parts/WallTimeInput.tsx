// A date and a time of day to choose or to type, on the wall clock of the VDN's zone and not of the browser's.
// Where that clock skips the time or shows it twice, it says which instant the server takes it for (R13).
import { Input, type InputProps } from 'antd';
import { instantOfWall, wallOddity, wallOfInstant } from '../../../src/core/zone.ts';
import { useTexts } from '../text/useTexts.ts';
import styles from './parts.module.css';
import { wallTexts } from './texts.ts';

interface WallTimeInputProps extends Pick<InputProps, 'id' | 'className' | 'style' | 'disabled' | 'status'> {
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
  /** `yyyy-MM-dd HH:mm:ss`, or anything that is not one yet. */
  readonly value: string;
  readonly zone: string;
  /** `undefined`: nothing is entered. */
  readonly onChange: (value: string | undefined) => void;
}

export function WallTimeInput({ value, zone, onChange, ...input }: WallTimeInputProps) {
  return (
    <>
      <Input
        {...input}
        type="datetime-local"
        step={1}
        value={value.replace(' ', 'T')}
        onChange={({ target }) => onChange(wallText(target.value))}
      />
      <Oddity value={value} zone={zone} />
    </>
  );
}

function Oddity({ value, zone }: Pick<WallTimeInputProps, 'value' | 'zone'>) {
  const texts = useTexts(wallTexts);
  const oddity = wallOddity(value, zone);
  const at = instantOfWall(value, zone);
  if (oddity === null || at === null) return null;
  return (
    <p className={styles.oddity} role="status">
      {oddity === 'skipped' ? texts.skipped(zone, wallOfInstant(at, zone)) : texts.repeated(zone)}
    </p>
  );
}

/** What the browser's field gives, `2026-11-24T09:00` or with seconds, as the contract writes it. */
const wallText = (entered: string): string | undefined =>
  entered === '' ? undefined : `${entered.replace('T', ' ')}${entered.length === 16 ? ':00' : ''}`;

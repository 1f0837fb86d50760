// The second step: which column is which field of a number, what becomes of numbers that are there already,
// and what the rows that were looked at come to.
import { Alert, Form, Radio, Select } from 'antd';
import { visible } from '../../../../../../src/contract/quote.ts';
import type { RowField } from '../../../../../../src/contract/read/readRow.ts';
import { useLanguage } from '../../../../preferences.ts';
import { useFormat } from '../../../../text/format.ts';
import { useTexts } from '../../../../text/useTexts.ts';
import type { FileReading } from './choices.ts';
import type { Column, LeftOut, Mapping } from './columns.ts';
import styles from './import.module.css';
import { fieldHelp, fieldNames, importTexts } from './texts.ts';
import type { Verdict } from './useVerdict.ts';

/** Where a number must be new, in the server's words. */
export type DuplicateScope = 'request' | 'campaign' | 'vdn';

interface ColumnsStepProps {
  readonly reading: FileReading;
  readonly verdict: Verdict;
  readonly onMap: (mapping: Mapping) => void;
  readonly duplicates: DuplicateScope;
  readonly onDuplicates: (scope: DuplicateScope) => void;
}

/** The one that is needed first, and what is seldom there last. */
const shownFields: readonly RowField[] = [
  'called',
  'caller',
  'customField',
  'sessionId',
  'priority',
  'callData',
  'recycleTime',
];

export function ColumnsStep({ reading, verdict, onMap, duplicates, onDuplicates }: ColumnsStepProps) {
  const texts = useTexts(importTexts);
  const names = useTexts(fieldNames);
  const help = useTexts(fieldHelp);
  const { columns, mapping } = reading;
  const choose = (field: RowField, position: number | undefined): void => {
    const { [field]: _before, ...others } = mapping;
    onMap(position === undefined ? others : { ...others, [field]: position });
  };
  return (
    <Form component={false} layout="vertical" requiredMark={false}>
      <div className={styles.choices}>
        {shownFields.map((field) => {
          const isMissing = field === 'called' && mapping.called === undefined;
          return (
            <Form.Item
              key={field}
              label={names[field]}
              htmlFor={`import-${field}`}
              extra={help[field]}
              {...(isMissing ? { validateStatus: 'error', help: texts.calledMissing } : {})}
            >
              <ColumnSelect
                id={`import-${field}`}
                columns={columns}
                value={mapping[field]}
                isNeeded={field === 'called'}
                onChange={(position) => choose(field, position)}
              />
            </Form.Item>
          );
        })}
        <Form.Item label={texts.duplicates}>
          <Radio.Group
            aria-label={texts.duplicates}
            value={duplicates}
            onChange={({ target }) => onDuplicates(target.value)}
            vertical
            options={[
              { value: 'campaign', label: texts.duplicatesCampaign },
              { value: 'vdn', label: texts.duplicatesVdn },
              { value: 'request', label: texts.duplicatesRequest },
            ]}
          />
        </Form.Item>
      </div>
      {mapping.called === undefined ? null : <VerdictAlert verdict={verdict} />}
    </Form>
  );
}

interface ColumnSelectProps {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly value: number | undefined;
  readonly isNeeded: boolean;
  readonly onChange: (position: number | undefined) => void;
}

/** Select knows no undefined among its options. */
const none = -1;
const exampleLength = 40;

function ColumnSelect({ id, columns, value, isNeeded, onChange }: ColumnSelectProps) {
  const texts = useTexts(importTexts);
  const labelOf = ({ position, name, example, flaw }: Column): string => {
    const title = name === null || name === '' ? texts.column(position + 1) : name.slice(0, 100);
    const note = flaw === null ? example.slice(0, exampleLength) : texts[flaw];
    return note === '' ? title : `${title} (${note})`;
  };
  return (
    <Select
      id={id}
      value={value ?? (isNeeded ? undefined : none)}
      onChange={(position: number) => onChange(position === none ? undefined : position)}
      options={[
        ...(isNeeded ? [] : [{ value: none, label: texts.notInFile }]),
        ...columns.map((column) => ({
          value: column.position,
          label: labelOf(column),
          disabled: column.flaw !== null,
        })),
      ]}
    />
  );
}

/** Rows that are told one by one. */
const toldMax = 5;
const receivedLength = 60;

function VerdictAlert({ verdict }: { readonly verdict: Verdict }) {
  const texts = useTexts(importTexts);
  const names = useTexts(fieldNames);
  const format = useFormat();
  const language = useLanguage();
  const { count, leftOut, isHopeless } = verdict;
  if (count === 0) return <Alert type="warning" showIcon title={texts.noRows} />;
  if (leftOut.length === 0) {
    return <Alert type="success" showIcon title={texts.allWell(format.number(count))} />;
  }
  const whyOf = ({ row, why, field, received }: LeftOut): string => {
    const at = format.number(row);
    if (why === null || typeof why === 'string') {
      return texts.leftOutWhole(at, why === null ? '' : why === 'columns' ? texts.columnsWhy : texts[why]);
    }
    const rule =
      received === '' ? why[language] : `${why[language]} (${visible(received.slice(0, receivedLength))})`;
    return field === null ? texts.leftOutWhole(at, rule) : texts.leftOutRow(at, names[field], rule);
  };
  return (
    <Alert
      type={isHopeless ? 'error' : 'warning'}
      showIcon
      title={
        isHopeless
          ? texts.noRowFits
          : leftOut.length === count
            ? texts.noneFits(format.number(count))
            : texts.leftOut(format.number(leftOut.length), format.number(count))
      }
      description={
        <ul className={styles.leftOut}>
          {leftOut.slice(0, toldMax).map((one) => (
            <li key={one.row}>{whyOf(one)}</li>
          ))}
          {leftOut.length > toldMax ? (
            <li>{texts.andMore(format.number(leftOut.length - toldMax))}</li>
          ) : null}
        </ul>
      }
    />
  );
}

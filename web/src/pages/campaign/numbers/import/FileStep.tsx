// The first step: how the file is read, with its beginning as it looks then. Everything in it is shown as
// the text that it is.
import { Alert, Checkbox, Form, Select } from 'antd';
import { Reachable } from '../../../../parts/Reachable.tsx';
import { useFormat } from '../../../../text/format.ts';
import { useTexts } from '../../../../text/useTexts.ts';
import type { Choices, FileReading } from './choices.ts';
import { encodings } from './encoding.ts';
import styles from './import.module.css';
import { encodingNames, importTexts } from './texts.ts';

interface FileStepProps {
  readonly reading: FileReading;
  /** True when all of the file was looked at. */
  readonly isWhole: boolean;
  /** What was guessed from what is chosen now is guessed anew. */
  readonly onChoose: (choices: Choices) => void;
}

export function FileStep({ reading, isWhole, onChoose }: FileStepProps) {
  const texts = useTexts(importTexts);
  const names = useTexts(encodingNames);
  const { encoding, delimiter, hasHeader } = reading;
  return (
    <Form component={false} layout="vertical" requiredMark={false}>
      <div className={styles.choices}>
        <Form.Item label={texts.encoding} htmlFor="import-encoding" extra={texts.encodingHelp}>
          <Select
            id="import-encoding"
            value={encoding}
            options={encodings.map((value) => ({ value, label: names[value] }))}
            onChange={(value) => onChoose({ encoding: value })}
          />
        </Form.Item>
        <Form.Item label={texts.delimiter} htmlFor="import-delimiter">
          <Select
            id="import-delimiter"
            value={delimiter}
            options={[
              { value: ',', label: `${texts.comma} ,` },
              { value: ';', label: `${texts.semicolon} ;` },
              { value: '\t', label: texts.tab },
            ]}
            onChange={(value) => onChoose({ encoding, delimiter: value })}
          />
        </Form.Item>
      </div>
      <Checkbox
        checked={hasHeader}
        onChange={({ target }) => onChoose({ encoding, delimiter, hasHeader: target.checked })}
      >
        {texts.header}
      </Checkbox>
      <Preview reading={reading} isWhole={isWhole} />
    </Form>
  );
}

/** Of longer ones the beginning is enough to know what they are. */
const shownRows = 30;
const shownLength = 120;

function Preview({ reading, isWhole }: Pick<FileStepProps, 'reading' | 'isWhole'>) {
  const texts = useTexts(importTexts);
  const format = useFormat();
  const { records, columns, hasHeader } = reading;
  const rows = hasHeader ? records.slice(1) : records;
  const shown = rows.slice(0, shownRows);
  const flaw = records[0]?.flaw;
  if (flaw === 'manyColumns' || flaw === 'longRecord') {
    return <Alert role="alert" type="error" showIcon title={texts.leftOutWhole('1', texts[flaw])} />;
  }
  if (rows.length === 0) return <p>{texts.noRows}</p>;
  const isAll = isWhole && shown.length === rows.length;
  return (
    <>
      <h3 className={styles.previewTitle}>
        {texts.preview}{' '}
        <small>{(isAll ? texts.allRows : texts.firstRows)(format.number(shown.length))}</small>
      </h3>
      <Reachable as="section" className={styles.preview} aria-label={texts.preview}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.row}</th>
              {columns.map(({ position, name }) => (
                <th scope="col" key={position}>
                  {name === null || name === '' ? texts.column(position + 1) : name.slice(0, shownLength)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ row, cells }) => (
              <tr key={row}>
                <th scope="row">{format.number(row)}</th>
                {columns.map(({ position }) => {
                  const cell = cells[position] ?? '';
                  return (
                    <td key={position}>
                      {cell.length > shownLength ? `${cell.slice(0, shownLength)}…` : cell}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Reachable>
    </>
  );
}

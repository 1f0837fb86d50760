// A list that is short enough for one answer, in all its states: on its way, failed, empty, there.
import { Table, type TableColumnsType } from 'antd';
import type { Problem } from '../api/problem.ts';
import { useFormat } from '../text/format.ts';
import { useTexts } from '../text/useTexts.ts';
import { useReachable } from './hooks/useReachable.ts';
import { Loading } from './states/Loading.tsx';
import { Nothing } from './states/Nothing.tsx';
import { ProblemAlert } from './states/ProblemAlert.tsx';
import { formTexts } from './texts.ts';

export interface ListedProps<Row extends object> {
  /** As `useQuery` gives it. */
  readonly query: {
    readonly data: readonly Row[] | undefined;
    readonly error: Problem | null;
    readonly refetch: () => unknown;
  };
  readonly rowKey: keyof Row & string;
  readonly columns: TableColumnsType<Row>;
  /** What is said of an empty list, and what to do about it. */
  readonly nothing: string;
  readonly nothingDetail?: string | undefined;
}

/** Rows that are shown at once. */
const pageRows = 50;

export function Listed<Row extends object>(props: ListedProps<Row>) {
  const { query, rowKey, columns, nothing, nothingDetail } = props;
  const texts = useTexts(formTexts);
  const format = useFormat();
  const { data, error, refetch } = query;
  const table = useReachable();
  return (
    <>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={6} /> : null}
      {data?.length === 0 ? <Nothing title={nothing} detail={nothingDetail} /> : null}
      {data !== undefined && data.length > 0 ? (
        <Table
          ref={table}
          rowKey={rowKey}
          size="small"
          columns={columns}
          dataSource={[...data]}
          scroll={{ x: 'max-content' }}
          pagination={
            data.length > pageRows
              ? {
                  pageSize: pageRows,
                  showSizeChanger: false,
                  showTotal: (all) => texts.total(format.number(all)),
                }
              : false
          }
        />
      ) : null}
    </>
  );
}

// A page of things that are kept in order: people, keys, queues, agents, flows. Its head with the button
// that adds one, the list, and in each row what can be done with it. A user who may only read sees no
// button at all.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../text/useTexts.ts';
import { Listed, type ListedProps } from './Listed.tsx';
import { PageHead } from './PageHead.tsx';
import { SureButton, type SureButtonProps } from './SureButton.tsx';
import { formTexts } from './texts.ts';

export interface KeptPageProps<Row extends object>
  extends Omit<ListedProps<Row>, 'nothing' | 'nothingDetail'> {
  readonly texts: Readonly<Record<'title' | 'about' | 'add' | 'none', string>> & {
    readonly noneDetail?: string;
  };
  readonly mayChange: boolean;
  readonly onAdd: () => void;
  /** The buttons of a row, and the name of their column for screen readers. */
  readonly deeds: (row: Row) => ReactNode;
  readonly deedsName?: string;
  /** Above the list: what is chosen from it. */
  readonly filter?: ReactNode;
  /** Below the list: further pages of it, and the dialogs. */
  readonly children: ReactNode;
}

export function KeptPage<Row extends object>(props: KeptPageProps<Row>) {
  const { texts, mayChange, onAdd, deeds, deedsName, filter, children, columns, ...listed } = props;
  const forms = useTexts(formTexts);
  return (
    <>
      <PageHead title={texts.title} about={texts.about}>
        {mayChange ? (
          <Button type="primary" onClick={onAdd}>
            {texts.add}
          </Button>
        ) : null}
      </PageHead>
      {filter}
      <Listed<Row>
        {...listed}
        nothing={texts.none}
        nothingDetail={texts.noneDetail}
        columns={[
          ...columns,
          {
            title: <span className="unseen">{deedsName ?? forms.edit}</span>,
            key: 'deeds',
            align: 'right',
            hidden: !mayChange,
            render: (_value, row) => deeds(row),
          },
        ]}
      />
      {children}
    </>
  );
}

export function EditButton({ onEdit }: { readonly onEdit: () => void }) {
  const forms = useTexts(formTexts);
  return (
    <Button size="small" type="text" onClick={onEdit}>
      {forms.edit}
    </Button>
  );
}

/** The two buttons of most rows. */
export function EditAndDelete({
  onEdit,
  ...sure
}: { readonly onEdit: () => void } & Omit<SureButtonProps, 'text' | 'isDanger'>) {
  const forms = useTexts(formTexts);
  return (
    <>
      <EditButton onEdit={onEdit} />
      <SureButton text={forms.remove} {...sure} />
    </>
  );
}

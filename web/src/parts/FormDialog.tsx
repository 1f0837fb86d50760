// A dialog with a form that adds or changes one thing. What the server refuses is shown in the dialog, at
// the field where it names one, and nothing that was typed is lost.
import { useMutation } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem.ts';
import { useTexts } from '../text/useTexts.ts';
import { ProblemAlert } from './states/ProblemAlert.tsx';
import { formTexts } from './texts.ts';

export interface FormDialogProps<Fields extends object> {
  readonly isOpen: boolean;
  readonly title: string;
  /** Of the button; `Save` when not given. */
  readonly okText?: string;
  /** What the fields hold at the beginning. */
  readonly initial: Partial<Fields>;
  /** Throws a Problem when it is refused. */
  readonly onSubmit: (fields: Fields) => Promise<unknown>;
  readonly onClose: () => void;
  /** The Form.Items; their names are those of the request, so that refusals find them. */
  readonly children: ReactNode;
}

export function FormDialog<Fields extends object>(props: FormDialogProps<Fields>) {
  const { isOpen, title, okText, initial, onSubmit, onClose, children } = props;
  const texts = useTexts(formTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: onSubmit,
    onSuccess: () => {
      void message.success(texts.saved);
      onClose();
    },
    onError: (problem) => {
      const { violations } = problemOf(problem);
      for (const { path, rule } of violations) {
        // Numbers in a path are places in a list.
        const name = path.split('.').map((word) => (/^\d+$/.test(word) ? Number(word) : word));
        form.setFields([{ name: name as never, errors: [rule] }]);
      }
    },
  });
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={okText ?? texts.save}
      confirmLoading={isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={reset}
      destroyOnHidden
      width={520}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={initial}
        onFinish={(fields: Fields) => mutate(fields)}
        scrollToFirstError
      >
        {error === null ? null : <ProblemAlert problem={error} />}
        {children}
      </Form>
    </Modal>
  );
}

// A button in a row that asks first: deleting, revoking, disabling. What the server refuses is told in a
// corner of the page.
import { useMutation } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useTexts } from '../text/useTexts.ts';
import { problemTexts } from './texts.ts';

export interface SureButtonProps {
  readonly text: string;
  /** What is to be confirmed, as a question; the name of the thing in it. */
  readonly question: string;
  /** What comes of it. */
  readonly consequence?: string;
  /** False for what can be taken back as easily. */
  readonly isDanger?: boolean;
  readonly onSure: () => Promise<unknown>;
}

export function SureButton({ text, question, consequence, isDanger = true, onSure }: SureButtonProps) {
  const problems = useTexts(problemTexts);
  const { notification } = App.useApp();
  const { mutate, isPending } = useMutation({
    mutationFn: onSure,
    onError: ({ kind, detail }) =>
      notification.error({
        title: Object.hasOwn(problems, kind) ? problems[kind as keyof typeof problems] : problems.failed,
        description: detail,
      }),
  });
  return (
    <Popconfirm
      title={question}
      description={consequence}
      okText={text}
      okButtonProps={{ danger: isDanger }}
      onConfirm={() => mutate()}
    >
      <Button size="small" type="text" danger={isDanger} loading={isPending}>
        {text}
      </Button>
    </Popconfirm>
  );
}

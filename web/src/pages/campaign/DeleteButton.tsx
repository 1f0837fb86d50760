// Deletes the campaign, after it was said what goes with it and what stays. A started one is not deleted:
// that is said before anything is asked.
import { DeleteOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type CampaignDetail, deleteCampaign } from '../../api/campaigns/campaigns.ts';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { deletionTexts } from './texts.ts';

export function DeleteButton({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(deletionTexts);
  const [isOpen, setOpen] = useState(false);
  const [archive, setArchive] = useState(false);
  const { vdnId } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => deleteCampaign(vdnId, campaign.id, archive),
    onSuccess: async () => {
      await navigate('/campaigns');
      void message.success(texts.deleted(campaign.settings.name));
    },
  });
  if (!useMay('campaign.change')) return null;
  const isStarted = campaign.state === 'started';
  return (
    <>
      <Button danger icon={<DeleteOutlined />} onClick={() => setOpen(true)}>
        {texts.remove}
      </Button>
      <Modal
        open={isOpen}
        title={texts.question(campaign.settings.name)}
        okText={texts.sure}
        okButtonProps={{ danger: true, disabled: isStarted }}
        confirmLoading={isPending}
        onOk={() => mutate()}
        onCancel={() => setOpen(false)}
        afterClose={reset}
      >
        {error === null ? null : <ProblemAlert problem={error} />}
        {isStarted ? (
          <Alert type="warning" showIcon title={texts.startedFirst} />
        ) : (
          <>
            <p>{archive ? texts.lostArchived : texts.lost}</p>
            <p>{texts.kept}</p>
            <Checkbox checked={archive} onChange={({ target }) => setArchive(target.checked)}>
              {texts.archive}
            </Checkbox>
          </>
        )}
      </Modal>
    </>
  );
}

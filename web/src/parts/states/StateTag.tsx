// The state of a campaign, with a mark that does not depend on its color.
import { Tag } from 'antd';
import type { CampaignState } from '../../../../src/core/campaign.ts';
import { stateTexts } from '../../pages/campaigns/texts.ts';
import { useTexts } from '../../text/useTexts.ts';

const looks: Readonly<Record<CampaignState, { readonly color: string; readonly mark: string }>> = {
  draft: { color: 'default', mark: '○' },
  started: { color: 'success', mark: '●' },
  paused: { color: 'warning', mark: '❚❚' },
  ended: { color: 'default', mark: '■' },
};

export function StateTag({ state }: { readonly state: CampaignState }) {
  const texts = useTexts(stateTexts);
  const { color, mark } = looks[state];
  return (
    <Tag color={color} variant="filled">
      <span aria-hidden="true">{mark} </span>
      {texts[state]}
    </Tag>
  );
}

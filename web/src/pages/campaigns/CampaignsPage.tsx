// The campaigns of the VDN, a page at a time, with their figures of this moment. What is looked for stands
// in the address, so it can be sent to a colleague and found again by the back button.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Table } from 'antd';
import type { SorterResult } from 'antd/es/table/interface';
import { Link, useNavigate } from 'react-router';
import { type CampaignState, type DeviceType, deviceTypes } from '../../../../src/core/campaign.ts';
import { campaignOrders } from '../../../../src/core/query.ts';
import { campaignsQuery, type ListedCampaign } from '../../api/campaigns/campaigns.ts';
import { useLiveCampaigns } from '../../live/liveFigures.ts';
import { useAddress } from '../../parts/hooks/useAddress.ts';
import { LiveBadge } from '../../parts/LiveBadge.tsx';
import { PageHead } from '../../parts/PageHead.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { Nothing } from '../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useMay, useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import styles from './CampaignsPage.module.css';
import { useColumns } from './columns.tsx';
import { campaignsTexts, kindTexts, stateTexts } from './texts.ts';
import { VdnFigures } from './VdnFigures.tsx';

const states: readonly CampaignState[] = ['draft', 'started', 'paused', 'ended'];

const sorts: ReadonlySet<string> = new Set(campaignOrders.flatMap((order) => [order, `-${order}`]));

export function CampaignsPage() {
  const texts = useTexts(campaignsTexts);
  const stateNames = useTexts(stateTexts);
  const kindNames = useTexts(kindTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const [address, setAddress] = useAddress({
    name: '',
    state: '',
    kind: '',
    sort: '',
    page: '1',
    limit: '50',
  });
  const state: CampaignState | '' = states.find((one) => one === address.state) ?? '';
  const deviceType: DeviceType | '' = deviceTypes.find((one) => String(one) === address.kind) ?? '';
  const sort = sorts.has(address.sort) ? address.sort : '';
  const [page, limit] = [Number(address.page), Number(address.limit)];
  const filter = { name: address.name, state, deviceType, sort, page, limit };
  const { data, error, refetch, isFetching } = useQuery(campaignsQuery(vdnId, filter));
  const live = useLiveCampaigns(data?.items.map(({ id }) => id) ?? []);
  const columns = useColumns(live, sort);
  const mayChange = useMay('campaign.change');
  const mayBegin = useMay('vdn.change');
  const navigate = useNavigate();
  const isFiltered = address.name !== '' || state !== '' || deviceType !== '';
  return (
    <>
      <PageHead title={texts.title} about={<LiveBadge />}>
        {mayChange ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate('/campaigns/new')}>
            {texts.add}
          </Button>
        ) : null}
      </PageHead>
      <VdnFigures />
      <search className={styles.filters}>
        <Input.Search
          className={styles.search}
          defaultValue={address.name}
          placeholder={texts.search}
          aria-label={texts.search}
          allowClear
          maxLength={100}
          onSearch={(name) => setAddress({ name: name.trim(), page: '1' })}
        />
        <Select<CampaignState | ''>
          className={styles.state}
          aria-label={texts.state}
          value={state}
          onChange={(chosen) => setAddress({ state: chosen, page: '1' })}
          options={[
            { value: '', label: texts.everyState },
            ...states.map((one) => ({ value: one, label: stateNames[one] })),
          ]}
        />
        <Select<DeviceType | ''>
          className={styles.kind}
          aria-label={texts.kind}
          value={deviceType}
          onChange={(chosen) => setAddress({ kind: String(chosen), page: '1' })}
          options={[
            { value: '', label: texts.everyKind },
            ...deviceTypes.map((one) => ({ value: one, label: kindNames[one] })),
          ]}
        />
      </search>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={8} /> : null}
      {data?.total === 0 ? (
        <Nothing
          title={isFiltered ? texts.noneFound : texts.noCampaigns}
          detail={isFiltered ? texts.noneFoundDetail : texts.noCampaignsDetail}
        >
          {mayBegin && !isFiltered ? <Link to="/welcome">{texts.firstSteps}</Link> : null}
        </Nothing>
      ) : null}
      {data !== undefined && data.total > 0 ? (
        <Table
          rowKey="id"
          size="small"
          columns={columns}
          dataSource={[...data.items]}
          scroll={{ x: 'max-content' }}
          loading={isFetching && data.items.length === 0}
          pagination={{
            current: filter.page,
            pageSize: filter.limit,
            total: data.total,
            pageSizeOptions: [20, 50, 100],
            showSizeChanger: data.total > 20,
            showTotal: (total) => texts.total(format.number(total)),
          }}
          onChange={({ current = 1, pageSize = limit }, _filters, sorter, { action }) => {
            if (action === 'sort') setAddress({ sort: sortOf(sorter), page: '1' });
            else setAddress({ page: String(current), limit: String(pageSize) });
          }}
        />
      ) : null}
    </>
  );
}

/** A third press on a column's head goes back to the newest first. */
function sortOf(sorter: SorterResult<ListedCampaign> | SorterResult<ListedCampaign>[]): string {
  const { order, columnKey } = [sorter].flat()[0] ?? {};
  return order == null ? '' : `${order === 'descend' ? '-' : ''}${String(columnKey)}`;
}

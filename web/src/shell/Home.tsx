// Where somebody arrives who named no page: an administrator of a VDN without campaigns at the first steps,
// everybody else at the first page of their role.
import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { standingQuery } from '../api/demo.ts';
import { Loading } from '../parts/states/Loading.tsx';
import { useMay, useSession } from '../session/useSession.ts';
import { NoSuchPage } from './NoSuchPage.tsx';
import { useHome } from './useHome.ts';

export function Home() {
  const home = useHome();
  const { vdnId } = useSession();
  const mayBegin = useMay('vdn.change');
  const { data, isLoading } = useQuery({ ...standingQuery(vdnId), enabled: mayBegin });
  if (home === null) return <NoSuchPage />;
  if (isLoading) return <Loading />;
  return <Navigate to={data?.campaigns === 0 ? '/welcome' : home} replace />;
}

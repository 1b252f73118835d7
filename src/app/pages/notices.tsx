import { NoticeList } from '../notices/list.tsx'

export const NoticesPage = () => <NoticeList />

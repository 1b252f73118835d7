export const DesignPage = () => <div className="pw-designer" />

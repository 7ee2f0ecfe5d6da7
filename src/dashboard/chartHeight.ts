export const CHART_HEIGHT = 280;

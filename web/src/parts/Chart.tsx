/**
 * A chart, drawn as SVG by a part of ECharts that is loaded when the first chart is. Beside it the same
 * figures as a table, for whoever does not see pictures or wants to copy them.
 */
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

import { COMMON } from '../text/common';
import { useText } from '../text/text';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface ChartSeries {
    name: string;
    values: number[];
    kind?: 'bar' | 'line';
    stack?: string;
    colour: string;
}

export interface ChartProps {
    label: string;
    categories: string[];
    series: ChartSeries[];
    show: (value: number) => string;
    /** On the axis, where there is little room. */
    showShort?: (value: number) => string;
    height?: number;
    isHorizontal?: boolean;
}

function optionOf({ categories, series, show, showShort, isHorizontal }: ChartProps): echarts.EChartsCoreOption {
    const names = { type: 'category', data: categories, axisTick: { show: false }, axisLabel: { color: '#424242' } };
    const values = { type: 'value', axisLabel: { formatter: showShort ?? show, color: '#424242' } };
    return {
        animation: false,
        aria: { enabled: false },
        grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true },
        legend: { type: 'scroll', top: 0, left: 0, textStyle: { color: '#262626' }, itemWidth: 14 },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => show(value) },
        xAxis: isHorizontal ? values : names,
        yAxis: isHorizontal ? { ...names, inverse: true } : values,
        series: series.map((one) => ({
            name: one.name,
            type: one.kind ?? 'bar',
            stack: one.stack,
            data: one.values,
            itemStyle: { color: one.colour },
            barMaxWidth: 42,
        })),
    };
}

export default function Chart(props: ChartProps) {
    const text = useText(COMMON);
    const host = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (!host.current) {
            return undefined;
        }
        const chart = echarts.init(host.current, undefined, { renderer: 'svg' });
        chart.setOption(optionOf(props));
        const watch = new ResizeObserver(() => chart.resize());
        watch.observe(host.current);
        return () => {
            watch.disconnect();
            chart.dispose();
        };
    }, [props]);
    return (
        <figure className="chart">
            <div ref={host} role="img" aria-label={props.label} style={{ height: props.height ?? 280 }} />
            <details>
                <summary>{text.chartTable}</summary>
                <table className="plain">
                    <caption>{props.label}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{''}&nbsp;</th>
                            {props.series.map((one) => (
                                <th key={one.name} scope="col">
                                    {one.name}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {props.categories.map((category, row) => (
                            <tr key={category}>
                                <th scope="row">{category}</th>
                                {props.series.map((one) => (
                                    <td key={one.name}>{props.show(one.values[row] ?? 0)}</td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </details>
        </figure>
    );
}

/// How the report looks: on paper, light and dark, from 320 pixels up.
package enum StyleSheet {
    package static let text = colors + page + tables + run + charts + print

    private static let colors = #"""
        :root{color-scheme:light dark;--bg:#fff;--soft:#f5f6f8;--fg:#1b1f24;--muted:#545d68;--line:#d3d8de;--edge:#8a94a0;--link:#0a55b8;--accent:#a3210f;
        --pass-bg:#dcf3e2;--pass:#0d4f21;--fail-bg:#fde1de;--fail:#8a1510;--error-bg:#f1def6;--error:#651a77;--skip-bg:#e8ebef;--skip:#414a54;--done-bg:#d9edfb;--done:#0a4670;
        --diff-bg:#fff3cc;--diff:#6b4a00;--fact-bg:#fff3cc;--anon:#4477aa;--file:#66ccee;--shmem:#228833;--kernel:#ccbb44;--sock:#ee6677;--rest:#d9dde2;--lane:#8fb4d9;--killed:#e79a8d}
        @media (prefers-color-scheme:dark){:root{--bg:#11151a;--soft:#1a2027;--fg:#e7eaee;--muted:#a7b0ba;--line:#333b45;--edge:#6d7783;--link:#82bdff;--accent:#ff9d8f;
        --pass-bg:#12361f;--pass:#93e2ab;--fail-bg:#461614;--fail:#ffb4ae;--error-bg:#3a1846;--error:#ebb8f9;--skip-bg:#2b323a;--skip:#c6cdd5;--done-bg:#0f314a;--done:#a5d7fc;
        --diff-bg:#382f0d;--diff:#f3d477;--fact-bg:#382f0d;--rest:#3a434e;--lane:#3f668c;--killed:#8d4338}}

        """#

    private static let page = #"""
        *{box-sizing:border-box}
        html{scroll-padding-top:1rem}
        body{margin:0 auto;max-width:76rem;padding:0 1.25rem 3rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        header{padding:1.25rem 0 .25rem}
        h1{font-size:1.5rem;margin:0}h2{font-size:1.3rem;margin:2.25rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
        h3{font-size:1.05rem;margin:1.5rem 0 .5rem}h4{display:inline;font-size:1rem;margin:0}h5{font-size:.95rem;margin:1.25rem 0 .35rem}
        #verdicts h2{border:0;padding:0;margin:.75rem 0 .5rem}
        p{margin:.4rem 0}a{color:var(--link)}code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .jump{position:absolute;left:-99rem}.jump:focus{left:1rem;top:.5rem;background:var(--bg);padding:.25rem .5rem}
        .defs{position:absolute}.hatch{stroke:var(--fg);stroke-width:1.4}
        .lead{color:var(--muted);margin:.1rem 0 .5rem}.found{margin:.25rem 0;padding-left:1.2rem}.found li{margin:.2rem 0;overflow-wrap:anywhere}.note,.why,.unit{color:var(--muted);font-size:.875rem}.why{display:block;font-weight:400}
        .claim-word{white-space:nowrap}
        pre.prose{white-space:pre-wrap;background:var(--soft);padding:.75rem 1rem;border-radius:.4rem;overflow-wrap:anywhere}
        summary{cursor:pointer}details.about>summary,details.more>summary{color:var(--link);padding:.25rem 0;width:fit-content}
        .glossary>div{padding:.2rem 0}.glossary dt{font-weight:600}.glossary dd{margin:0 0 0 1rem;color:var(--muted)}
        :target{scroll-margin-top:1rem}.glossary>div:target,mark:target{outline:2px solid var(--link)}
        footer{margin-top:2.5rem;border-top:1px solid var(--line);color:var(--muted);font-size:.875rem}

        """#

    private static let tables = #"""
        .scroll,.chart{overflow-x:auto;max-width:100%}
        table{border-collapse:collapse;font-size:.9rem}
        th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{border-bottom:2px solid var(--edge);white-space:nowrap}tbody th{font-weight:600}
        .number{font-variant-numeric:tabular-nums;text-align:right;white-space:nowrap}
        .matrix{min-width:min(100%,34rem)}.matrix th[scope=row]{position:sticky;left:0;background:var(--bg);z-index:1}
        .matrix td{min-width:9rem;padding:.25rem}.matrix .claim th{padding:.7rem .7rem .15rem;color:var(--muted);font-weight:400;font-size:.85rem;border-bottom:1px solid var(--line)}
        .ledger td{white-space:nowrap}.ledger th[scope=row]{min-width:17rem}
        .matrix .claim th>span{position:sticky;left:.7rem}
        .cell{display:block;padding:.2rem .45rem;border-radius:.4rem;text-decoration:none;color:inherit}.cell:hover{background:var(--soft)}
        .key{display:block;font-size:.875rem;color:var(--muted)}.none{color:var(--muted);padding:.2rem .45rem;display:block}
        .badge{display:inline-block;border-radius:.3rem;padding:0 .45rem;font-weight:700;font-size:.8rem;line-height:1.5rem;white-space:nowrap;border:1px solid currentColor}
        .pass{background:var(--pass-bg);color:var(--pass)}.fail{background:var(--fail-bg);color:var(--fail)}.error{background:var(--error-bg);color:var(--error)}
        .skip{background:var(--skip-bg);color:var(--skip)}.done{background:var(--done-bg);color:var(--done)}
        .differs th,.differs td{background:var(--diff-bg)}.diff{color:var(--diff);font-size:.8rem;font-weight:700;white-space:nowrap;margin-left:.35rem}
        .compare th[scope=row]{max-width:26rem;position:sticky;left:0;background:var(--bg)}.compare .differs th[scope=row]{background:var(--diff-bg)}.marks tbody th{min-width:14rem}
        .candidates .victim th,.candidates .victim td{background:var(--fail-bg);color:var(--fail)}
        .bar-cell{width:16rem;min-width:8rem}.bar{display:block;width:100%;height:1.2rem}
        .tag{display:inline-block;border:1px solid currentColor;border-radius:.3rem;padding:0 .4rem;font-size:.8rem}

        """#

    private static let run = #"""
        .run{border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0;background:var(--bg)}
        .run>summary{padding:.55rem .9rem;background:var(--soft);border-radius:.5rem}.run>summary .key{display:inline;margin-left:.4rem}
        .run-body{padding:.25rem .9rem 1rem}
        .reason{color:var(--accent);font-weight:600;overflow-wrap:anywhere}
        .command code{user-select:all;background:var(--soft);padding:.2rem .4rem;border-radius:.3rem;overflow-wrap:anywhere}.label{color:var(--muted)}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:.1rem 1.5rem;margin:.5rem 0;font-size:.9rem}
        .facts dt{display:inline;color:var(--muted)}.facts dt::after{content:": "}.facts dd{display:inline;margin:0;overflow-wrap:anywhere}
        .legend{font-size:.85rem;display:flex;flex-wrap:wrap;gap:.1rem 1rem}.legend i{display:inline-block;width:.9rem;height:.7rem;border:1px solid var(--edge);vertical-align:baseline}
        .s-usage{background:linear-gradient(var(--fg),var(--fg)) center/100% 2px no-repeat}.s-anon{background:var(--anon)}.s-file{background:var(--file)}.s-shmem{background:var(--shmem)}
        .s-kernel{background:var(--kernel)}.s-sock{background:var(--sock)}.s-rest{background:var(--rest)}.s-window{background:var(--link)}
        .s-frozen{background:repeating-linear-gradient(45deg,var(--fg) 0 1px,transparent 1px 4px)}
        figure{margin:.25rem 0 .75rem}figcaption{font-weight:600;font-size:.9rem}
        .log{margin:0;padding:.6rem 0;background:var(--soft);border-radius:.4rem;overflow:auto;max-height:34rem;font-size:.78rem;line-height:1.45;tab-size:8}
        .log mark{display:inline-block;min-width:100%;background:var(--fact-bg);color:var(--fg)}.log mark.f-victim{background:var(--fail-bg)}.log i{color:var(--muted)}

        """#

    private static let charts = #"""
        .timeline,.strip{display:block;width:100%;min-width:44rem;height:auto}
        .timeline text,.strip text{fill:var(--fg);font-size:12px}
        .timeline .tick,.strip .tick,.timeline .panel,.strip .panel{fill:var(--muted);font-size:11.5px}.timeline .panel,.timeline .step-text{paint-order:stroke;stroke:var(--bg);stroke-width:3px}
        .paper{fill:var(--bg)}.grid{stroke:var(--line);stroke-width:1}.axis{stroke:var(--edge);stroke-width:1}
        .k-rest{fill:var(--rest)}.k-anon{fill:var(--anon)}.k-file{fill:var(--file)}.k-shmem{fill:var(--shmem)}.k-kernel{fill:var(--kernel)}.k-sock{fill:var(--sock)}
        .k-anon,.k-file,.k-shmem,.k-kernel,.k-sock{stroke:var(--fg);stroke-width:.4}
        .usage{fill:none;stroke:var(--fg);stroke-width:1.6}.limit{stroke:var(--accent);stroke-width:1.4;stroke-dasharray:6 3}
        .timeline .limit-text{fill:var(--accent);font-weight:600;paint-order:stroke;stroke:var(--bg);stroke-width:3px}
        .psi-some{fill:none;stroke:var(--fg);stroke-width:1.5}.psi-full{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-dasharray:4 3}
        .lane{fill:var(--lane);stroke:var(--edge);stroke-width:.6}.lane.killed{fill:var(--killed)}.frozen{fill:url(#hatch);opacity:.75}
        .timeline .lane-text{font-weight:600;paint-order:stroke;stroke:var(--bg);stroke-width:3px}.picture{fill:var(--bg);stroke:var(--fg);stroke-width:1.3}
        .step{fill:var(--soft);stroke:var(--edge);stroke-width:.8}.timeline .step-text{font-size:11px}.window{fill:var(--link);opacity:.55}
        .mark line{stroke:var(--fg);stroke-width:1;stroke-dasharray:2 2;opacity:.75}.m-mark_victim line{stroke:var(--accent);stroke-width:1.8;stroke-dasharray:none;opacity:1}
        .m-released line{stroke:var(--link);stroke-width:1.6;stroke-dasharray:none}.timeline .number{font-size:11px;font-weight:700;paint-order:stroke;stroke:var(--bg);stroke-width:3px}
        .bar-victim{fill:var(--accent)}.bar-other{fill:var(--anon)}.bar-out{fill:url(#hatch)}.bar-kernel{fill:var(--fg)}
        .dots{fill:none;stroke:var(--anon);stroke-width:6;stroke-linecap:round;opacity:.75}.median{stroke:var(--fg);stroke-width:2.2}.interval{fill:var(--rest);stroke:var(--edge);stroke-width:.7}
        @media (max-width:40rem){.compare th[scope=row]{max-width:11rem;overflow-wrap:anywhere}body{padding:0 .75rem 2rem}.run-body{padding:.25rem .6rem .75rem}th,td{padding:.3rem .45rem}.matrix td{min-width:7.5rem}.ledger th[scope=row]{min-width:10rem}.bar-cell{width:8rem;min-width:6rem}}

        """#

    private static let print = #"""
        @media print{:root{color-scheme:light;--bg:#fff;--soft:#fff;--fg:#000;--muted:#333;--line:#bbb;--edge:#666;--link:#000;--accent:#8a1510;--rest:#ddd;--lane:#9db8d3;--killed:#e0a196;
        --pass-bg:#fff;--pass:#0d4f21;--fail-bg:#fff;--fail:#8a1510;--error-bg:#fff;--error:#651a77;--skip-bg:#fff;--skip:#333;--done-bg:#fff;--done:#0a4670;--diff-bg:#f2f2f2;--diff:#000;--fact-bg:#f2f2f2}
        body{max-width:none;padding:0;font-size:9.5pt}.jump{display:none}.scroll,.chart,.log{overflow:visible;max-height:none}.timeline,.strip{min-width:0}
        .prose{font-size:7.5pt}.log{white-space:pre-wrap;overflow-wrap:anywhere}table{font-size:8.5pt}tr,figure,.facts{break-inside:avoid}h2,h3,h4,h5{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto}}

        """#
}

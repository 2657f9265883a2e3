/// What a page shows when it is measured in a browser: layout, marks, and what is hard to read or to operate.
struct PageFindings: Decodable {
    struct Mark: Decodable {
        let ns: UInt64
        let x: Double
    }

    struct Tick: Decodable {
        let text: String
        let x: Double
    }

    struct Chart: Decodable {
        let caption: String
        let marks: [Mark]
        let ticks: [Tick]
    }

    struct LowContrast: Decodable {
        let text: String
        let ratio: Double
    }

    let lang: String
    let title: String
    /// Elements that could run or load something, and attributes that are handlers.
    let active: [String]
    /// The page's own overflow to the right, in pixels.
    let overflow: Double
    /// The verdicts' upper and lower edge, and the window's height.
    let matrixTop: Double
    let matrixBottom: Double
    let windowHeight: Double
    let headings: [Int]
    let duplicateIds: [String]
    let deadLinks: [String]
    /// Pictures without a name, tables without headers, regions without a name or out of the keyboard's reach.
    let nameless: [String]
    /// Texts that the edge of their drawing cuts.
    let cut: [String]
    let lowContrast: [LowContrast]
    let charts: [Chart]
    let text: String

    /// Answers these findings. Contrast as WCAG 2 computes it: 4.5 for text, 3 for large text.
    static let script = #"""
        const all=[...document.querySelectorAll('*')].filter(e=>!e.closest('script'));
        const own=e=>e.tagName==='SCRIPT';
        const active=[...document.querySelectorAll('script,img,iframe,object,embed,form,input')].filter(e=>!own(e)).map(e=>e.tagName)
          .concat(all.flatMap(e=>[...e.attributes].filter(a=>/^on/i.test(a.name)).map(a=>e.tagName+' '+a.name)));
        for(const d of document.querySelectorAll('details'))d.open=true;
        const rgb=c=>{const m=c.match(/[\d.]+/g);return m?m.map(Number):[0,0,0,0]};
        const over=(top,under)=>{const a=top.length>3?top[3]:1;return [0,1,2].map(i=>top[i]*a+under[i]*(1-a))};
        const light=c=>{const v=c.map(x=>{x/=255;return x<=.03928?x/12.92:((x+.055)/1.055)**2.4});return .2126*v[0]+.7152*v[1]+.0722*v[2]};
        const ground=e=>{const stack=[];for(let n=e;n;n=n.parentElement){const c=rgb(getComputedStyle(n).backgroundColor);if(c.length<4||c[3]>0)stack.push(c);if(c.length<4||c[3]===1)break}
          return stack.reverse().reduce((under,c)=>over(c,under),rgb(getComputedStyle(document.body).backgroundColor).slice(0,3))};
        const lowContrast=[];const walker=document.createTreeWalker(document.body,NodeFilter.SHOW_TEXT);
        while(walker.nextNode()){const node=walker.currentNode,e=node.parentElement;if(!node.data.trim()||e.closest('script,title,desc'))continue;
          const style=getComputedStyle(e);const box=e.getBoundingClientRect();if(!box.width||style.visibility==='hidden')continue;
          const svg=e.closest('svg');const back=ground(svg?svg.parentElement:e);const front=over(rgb(svg?style.fill:style.color),back);
          const [a,b]=[light(front),light(back)].sort((x,y)=>y-x);const ratio=(a+.05)/(b+.05);const size=parseFloat(style.fontSize);
          const large=size>=24||size>=18.66&&Number(style.fontWeight)>=700;if(ratio<(large?3:4.5))lowContrast.push({text:node.data.trim().slice(0,60),ratio})}
        const ids=all.map(e=>e.id).filter(Boolean);const seen=new Set();const duplicateIds=ids.filter(i=>seen.has(i)||!seen.add(i));
        const nameless=[];for(const s of document.querySelectorAll('svg')){if(s.getAttribute('aria-hidden')==='true')continue;
          const by=(s.getAttribute('aria-labelledby')||'').split(' ').map(i=>document.getElementById(i));if(s.getAttribute('role')!=='img'||!by.length||by.some(n=>!n||!n.textContent.trim()))nameless.push('svg '+s.className.baseVal)}
        for(const t of document.querySelectorAll('table'))if(![...t.querySelectorAll('th')].length||[...t.querySelectorAll('th')].some(h=>!h.scope))nameless.push('table '+t.className);
        for(const r of document.querySelectorAll('.scroll,.chart,.log'))if(r.tabIndex!==0||!r.getAttribute('aria-label')||!r.getAttribute('role'))nameless.push('region '+r.className);
        const charts=[...document.querySelectorAll('svg.timeline')].map(s=>({caption:s.querySelector('title').textContent,
          marks:[...s.querySelectorAll('g.mark')].map(m=>{const b=m.querySelector('line').getBoundingClientRect();return {ns:Number(m.dataset.ns),x:b.left+b.width/2}}),
          ticks:[...s.querySelectorAll('text.tick[text-anchor=middle]')].map(t=>{const b=t.getBoundingClientRect();return {text:t.textContent,x:b.left+b.width/2}})}));
        const cut=[...document.querySelectorAll('svg[viewBox] text')].filter(t=>{const b=t.getBBox(),v=t.ownerSVGElement.viewBox.baseVal;
          return b.width&&(b.x<v.x||b.x+b.width>v.x+v.width)}).map(t=>t.textContent);
        const matrix=document.querySelector('table.matrix');const box=matrix?matrix.getBoundingClientRect():{top:0,bottom:0};
        return {lang:document.documentElement.lang,title:document.title,active,
          overflow:document.documentElement.scrollWidth-document.documentElement.clientWidth,matrixTop:box.top,matrixBottom:box.bottom,windowHeight:innerHeight,
          headings:[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h=>Number(h.tagName[1])),duplicateIds,
          deadLinks:[...document.querySelectorAll('a[href]')].map(a=>a.getAttribute('href')).filter(h=>!h.startsWith('#')||!document.getElementById(h.slice(1))),
          nameless,cut,lowContrast,charts,text:document.body.innerText};
        """#
}

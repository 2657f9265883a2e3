/// How every page begins: nothing is loaded from anywhere, and no script runs. Needs `title` and `style`.
package enum PageHead {
    package static let text = #"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <link rel="icon" href="data:,">
        <style>{{{style}}}</style>
        </head>
        <body>

        """#
}

import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vite";
import { sentencesPlugin } from "./tools/sentences";
import { termsPlugin } from "./tools/terms";

const here = dirname(fileURLToPath(import.meta.url));

export default defineConfig({
  plugins: [
    vue(),
    sentencesPlugin(),
    termsPlugin(),
    // Only the desk uses Element Plus: its components are named el-... in templates and bound here.
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: false })] }),
  ],
  resolve: { alias: { "@": resolve(here, "src") } },
  build: {
    target: ["es2020", "chrome80", "safari14"],
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { portal: resolve(here, "index.html"), desk: resolve(here, "desk/index.html") },
    },
  },
  // The host stays as the browser sees it: the server refuses what comes from another site.
  server: {
    proxy: { "/api": { target: process.env.XINFANG_URL ?? "http://127.0.0.1:8080", changeOrigin: false } },
  },
});

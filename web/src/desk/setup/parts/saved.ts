// Says that something was saved, where the person is looking and where a screen reader hears it.
import { ElMessage } from "element-plus";
import { t } from "@/shared/language";

export function saySaved(name: string) {
  ElMessage.success(t("desk.setup.saved_of", { name }));
}
